"""The one function that decides, over all there is to decide."""

from itertools import product

import pytest

from models.domain.permissions import (
    ALL_GROUPS,  # fmt: skip
    EVERYONE,
    NEEDED,
    NOBODY,
    Action,
    Actor,
    Authority,
    Grant,
    Role,
    authority,
    authorize,
)

_SEEN_BY = {
    Action.SEE: {"viewer", "operator", "admin"},
    Action.EXPORT: {"viewer", "operator", "admin"},
    Action.SHARE_VIEW: {"viewer", "operator", "admin"},
    Action.SAVE_OVER: {"viewer", "operator", "admin"},  # and as much as who saved it
    Action.HAND_OVER: {"viewer", "operator", "admin"},  # and responsible, or as who may release
    Action.ASK: {"nobody", "viewer", "operator", "admin"},
}
_BY_OPERATORS = {
    Action.CREATE,
    Action.CANCEL,
    Action.REPEAT,
    Action.UNDO,
    Action.TEST_PROXIES,
    Action.APPROVE,
    Action.HOLD,
    Action.RELEASE,
    Action.ANSWER_ALERTS,
    Action.SCHEDULE,
    Action.PAUSE,
    Action.ORDER,
}
_PEOPLE = {
    "nobody": NOBODY,
    "viewer": Authority(role=Role.VIEWER),
    "operator": Authority(role=Role.OPERATOR, groups=frozenset({"emea"})),
    "admin": Authority(role=Role.ADMIN),
}


@pytest.mark.parametrize(("who", "action", "group"), [*product(_PEOPLE, Action, ["emea", "apac"])])
def test_who_may_do_what_in_which_group(who: str, action: Action, group: str) -> None:
    if action in _BY_OPERATORS:
        wanted = who == "admin" or (who == "operator" and group == "emea")
    else:
        wanted = who in _SEEN_BY.get(action, {"admin"})

    assert (authorize(_PEOPLE[who], action, [group]) is None) == wanted


def test_every_action_has_a_need() -> None:
    assert set(NEEDED) == set(Action)


def test_one_group_that_may_not_is_enough_to_refuse_all_and_is_named() -> None:
    assert authorize(_PEOPLE["operator"], Action.CANCEL, ["emea", "apac", "latam"]) == ["apac", "latam"]


def test_an_operator_of_all_groups_may_act_in_those_of_tomorrow() -> None:
    everywhere = Authority(role=Role.OPERATOR, groups=frozenset({ALL_GROUPS}))

    assert authorize(everywhere, Action.CANCEL, ["founded tomorrow"]) is None


def test_a_viewers_grant_in_a_group_is_no_operators_grant_there() -> None:
    ben = Actor(user="U0BEN", subjects=("U0BEN", "S0OPS"))
    grants = [
        Grant(subject="U0BEN", role=Role.VIEWER, group="apac"),
        Grant(subject="S0OPS", role=Role.OPERATOR, group="emea"),
        Grant(subject="U0CHEN", role=Role.ADMIN),
    ]

    assert authority(ben, grants) == Authority(role=Role.OPERATOR, groups=frozenset({"emea"}))


def test_who_slack_does_not_know_just_now_may_see_and_change_nothing() -> None:
    unsure = authority(
        Actor(user="U0ANA", subjects=("U0ANA", EVERYONE), is_first_admin=True, unsure=True), ()
    )

    assert {action for action in Action if unsure.may(action)} == {Action.ASK, Action.SEE}
