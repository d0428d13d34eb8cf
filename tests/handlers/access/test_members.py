"""Who is a member where, on Enterprise Grid and with Slack Connect, however Slack says it."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from handlers.slack import users
from models.domain.permissions import EVERYONE
from tests.handlers.access.directory import Directory

pytestmark = pytest.mark.usefixtures("sqlite")
_OF_ACME = {"enterprise_id": "E0ACME", "teams": ["T0SALES", "T0ACME"]}
_OF_SALES = {"enterprise_id": "E0ACME", "teams": ["T0SALES"]}
_OF_PARTNER = {"enterprise_id": "E0PARTNER", "teams": ["T0PARTNER"]}
_INSTALLED_FOR_ALL = [
    {"enterprise_id": "E0ACME", "team_id": None, "is_enterprise_install": True},
    {"enterprise_id": "E0ACME", "is_enterprise_install": True},
    {"enterprise_id": "E0ACME", "team_id": "T0ACME", "is_enterprise_install": True},
    {"team_id": "E0ACME"},
]


@pytest.mark.parametrize(
    ("of_ben", "in_workspace", "in_organisation"),
    [
        ({"team_id": "E0ACME", "enterprise_user": _OF_ACME}, True, True),
        ({"team_id": None, "enterprise_user": _OF_ACME}, True, True),
        ({"team_id": "T0SALES", "enterprise_user": _OF_ACME}, True, True),
        ({"team_id": "E0ACME", "teams": ["T0SALES", "T0ACME"]}, True, True),
        ({"team_id": "T0ACME"}, True, True),
        ({"team_id": "T0SALES", "enterprise_user": _OF_SALES}, False, True),
        ({"team_id": "T0SALES", "teams": ["T0SALES"]}, False, True),
        ({"team_id": "E0ACME"}, False, True),  # no workspace is named
        ({"team_id": "T0PARTNER", "enterprise_user": _OF_PARTNER}, False, False),
        ({"team_id": "E0PARTNER", "teams": ["T0PARTNER"], "enterprise_user": None}, False, False),
        ({"team_id": None, "teams": None, "enterprise_user": {"teams": None}}, False, False),
        ({"team_id": "T0ACME", "enterprise_user": _OF_ACME, "is_stranger": True}, False, False),
        ({"team_id": "E0ACME", "enterprise_user": _OF_ACME, "is_restricted": True}, False, False),
    ],
)
async def test_on_a_grid_a_member_is_known_however_slack_names_the_workspace_and_a_stranger_stays_one(
    of_ben: dict[str, Any], *, in_workspace: bool, in_organisation: bool
) -> None:
    async def is_member(where: dict[str, Any]) -> bool:
        slack = Directory(**of_ben)
        slack.where = where
        ben = await slack.people().actor("U0BEN", "")
        assert not ben.unsure
        return EVERYONE in ben.subjects

    assert await is_member({"team_id": "T0ACME", "enterprise_id": "E0ACME"}) is in_workspace
    assert [await is_member(where) for where in _INSTALLED_FOR_ALL] == [in_organisation] * 4


async def test_where_slack_does_not_name_the_organisations_workspaces_a_stranger_stays_one() -> None:
    slack = Directory(team_id="T0SALES")
    slack.where = _INSTALLED_FOR_ALL[0]
    people = slack.people()

    async def refuse(**_page: Any) -> dict[str, Any]:
        raise SlackApiError("refused", {"ok": False, "error": "unknown_method"})

    slack.auth_teams_list = refuse
    ben = await people.actor("U0BEN", "")

    assert (ben.subjects, ben.kind) == (("U0BEN",), "from another workspace")


class OfTwoWorkspaces(Directory):
    """An organisation's: it wants the workspace of a user group, and counts how often it was asked for one."""

    def __init__(self) -> None:
        super().__init__()
        self.where = _INSTALLED_FOR_ALL[0]
        self.asked: list[str | None] = []
        self.home_of = {"S0OPS": "T0ACME"}

    async def usergroups_users_list(self, *, usergroup: str, team_id: str | None = None) -> dict[str, Any]:
        self.asked.append(team_id)
        self._answer()
        if not team_id or self.home_of.get(usergroup) != team_id:
            raise SlackApiError("refused", {"ok": False, "error": "no_such_subteam"})
        return await super().usergroups_users_list(usergroup=usergroup)


async def test_an_organisations_user_group_is_looked_for_once_and_again_when_it_is_gone() -> None:
    slack = OfTwoWorkspaces()
    people = slack.people()
    members = []
    for home_of in ("T0ACME", "T0ACME", "T0SALES", "T0SALES"):
        slack.home_of["S0OPS"] = home_of
        members.append(await people.members("S0OPS"))
        people._members.clear()

    assert members == [{"U0BEN"}, {"U0BEN"}, None, {"U0BEN"}]
    assert slack.asked == ["T0ACME", "T0SALES", "T0ACME", "T0ACME", "T0ACME", "T0SALES"]


async def test_a_user_group_is_looked_for_again_where_a_workspace_had_no_time_to_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(users, "_KEEP_NO_ANSWER", 0.0)
    slack = OfTwoWorkspaces()
    people = slack.people()
    await people.members("S0GONE")  # now the workspaces are known
    slack.refuses = "ratelimited"
    silent = await people.members("S0OPS")
    slack.refuses = ""

    assert (silent, await people.members("S0OPS")) == (None, {"U0BEN"})


async def test_a_user_group_of_no_workspace_is_not_looked_for_at_every_request() -> None:
    slack = OfTwoWorkspaces()
    people = slack.people()

    assert [await people.members("S0GONE") for _ in range(3)] == [None] * 3
    assert len(slack.asked) == 2
