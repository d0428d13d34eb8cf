"""A channel's view is replaced or deleted by who saved it, or by somebody with at least that person's role; audited."""

import pytest

from handlers.lists.saved_view_blocks import CHANNEL, DELETE, MINE
from handlers.slack.ids import Do, Form
from handlers.slack.origin import Origin, pack
from handlers.words import list_state
from models.access import grants
from models.access.grants import Audit
from models.domain.filters import ListState, TaskFilter
from models.domain.permissions import Grant, Role
from models.messages.saved_views import View
from models.sql import transaction
from tests.fuzz.harness.listening import ListeningSlack
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

_PEOPLE = {
    "U0VIEW": Role.VIEWER,
    "U0OTHER": Role.VIEWER,
    "U0OPS": Role.OPERATOR,
    "U0MATE": Role.OPERATOR,
    "U0ADM": Role.ADMIN,
}


@pytest.fixture
async def harness(database: str) -> BoltHarness:
    given = [Grant(subject=user, role=role) for user, role in _PEOPLE.items()]
    await transaction(lambda: grants.grant(given, by="U0FIRST", now=NOW))
    return BoltHarness(ListeningSlack())


async def _save(
    harness: BoltHarness, user: str, name: str = "Daily", group: str = "", whose: str = CHANNEL.value
) -> str:
    """Save a view, a channel's unless it says otherwise; return the refusal, or nothing."""
    sheet = list_state.encode(ListState(filter=TaskFilter(groups=(group,) if group else ())))
    values = {
        "name": {Do.FILL_VIEW: {"value": name}},
        "whose": {Do.FILL_VIEW: {"selected_option": {"value": whose}}},
    }
    await harness.submit(
        Form.SAVE_VIEW,
        user=user,
        private=pack(Origin(url="https://hooks.example/1", channel="C0OPS", sheet=sheet)),
        values=values,
    )
    return " ".join(harness.errors.values())


async def _delete(harness: BoltHarness, user: str) -> None:
    """Delete the first view."""
    menu = {"action_id": Do.VIEW_MENU, "block_id": "view:1", "selected_option": {"value": DELETE.value}}
    await harness.send("action", Do.VIEW_MENU, user=user, actions=[menu])


@pytest.mark.parametrize(
    ("first", "second", "replaced"),
    [
        ("U0OPS", "U0VIEW", False),
        ("U0ADM", "U0OPS", False),
        ("U0OPS", "U0MATE", True),
        ("U0OPS", "U0ADM", True),
        ("U0VIEW", "U0OTHER", True),
        ("U0VIEW", "U0OPS", True),
    ],
)
async def test_only_who_has_the_role_of_who_saved_it_saves_over_it(
    harness: BoltHarness, first: str, second: str, *, replaced: bool
) -> None:
    assert not await _save(harness, first)

    refusal = await _save(harness, second, group="apac")

    assert ("You may not save over or delete a view of somebody with a higher role" in refusal) != replaced
    view = await View.get()
    assert (view.by, view.role) == ((second, _PEOPLE[second]) if replaced else (first, _PEOPLE[first]))
    (line,) = await Audit.filter(action="save over a view")
    assert (line.actor, line.allowed, line.about) == (
        second, replaced, f"save over the view Daily of {first} in C0OPS"
    )  # fmt: skip


@pytest.mark.parametrize("name", ["daily", "ＤＡＩＬＹ", "Dai\u200bly", "  Daily\u2060 "])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_name_that_reads_the_same_is_the_same_view(harness: BoltHarness, name: str) -> None:
    await _save(harness, "U0OPS")

    assert await _save(harness, "U0VIEW", name, group="apac")

    assert await View.all().values_list("name", flat=True) == ["Daily"]


async def test_a_viewer_cannot_delete_an_operators_view_to_take_its_name(harness: BoltHarness) -> None:
    await _save(harness, "U0OPS")

    await _delete(harness, "U0VIEW")
    assert await View.all().count() == 1
    await _delete(harness, "U0MATE")
    assert await View.all().count() == 0
    assert await Audit.filter(action="save over a view").order_by("id").values_list("allowed", flat=True) == [
        False,
        True,
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_ones_own_view_is_saved_anew_without_more(harness: BoltHarness) -> None:
    await _save(harness, "U0VIEW")

    assert not await _save(harness, "U0VIEW", group="apac")

    assert not await Audit.filter(action="save over a view").exists()


@pytest.mark.parametrize("name", ["Failed today", "needs ME", "ｎｅｅｄｓ  me\u200b"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_channels_view_takes_the_name_of_one_that_everybody_has(
    harness: BoltHarness, name: str
) -> None:
    for user in _PEOPLE:
        assert "Everybody already has a view with this name" in await _save(harness, user, name)

    assert not await View.exists()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_channels_view_of_such_a_name_from_before_takes_nothing_away(harness: BoltHarness) -> None:
    sheet = list_state.encode(ListState(filter=TaskFilter(groups=("apac",))))
    await View.create(
        owner="C0OPS", name="Failed today", folded="failed today", sheet=sheet, by="U0VIEW", saved_at=NOW
    )

    await harness.say("/tasks", "views", user="U0ADM")
    await harness.say("/tasks", "view failed today", user="U0ADM")

    assert isinstance(harness.slack, ListeningSlack)
    listed, shown = map(str, harness.slack.answers.messages)
    assert "*Failed today*" in listed
    assert "*Failed today · this channel*" in listed
    assert "Filter: failed today" in shown


async def test_every_change_of_a_channels_views_is_written_down_and_of_ones_own_none(
    harness: BoltHarness,
) -> None:
    await _save(harness, "U0VIEW")
    await _save(harness, "U0VIEW", group="apac")
    await _save(harness, "U0VIEW", whose=MINE.value)
    await _delete(harness, "U0VIEW")

    lines = await Audit.all().order_by("id").values_list("actor", "action", "about", "allowed")
    assert lines == [
        ("U0VIEW", "share a view", "save the view Daily in C0OPS", True),
        ("U0VIEW", "share a view", "save the view Daily in C0OPS", True),
        ("U0VIEW", "share a view", "delete the view Daily in C0OPS", True),
    ]
