"""*Edit…* below a list, for the tasks that are ticked; and names that were used before."""

from types import SimpleNamespace
from typing import Any

import pytest
from slack_sdk.webhook import WebhookResponse

from bot.sandbox.slack.blockkit.surfaces import view_findings
from handlers.slack.ids import Do, Form
from handlers.words import list_state
from models.access.grants import Audit
from models.batches import edits
from models.domain.filters import ListState
from models.domain.values.edits import Edit
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import claimed, ended, waiting_tasks
from tests.handlers.bolt_harness import BoltHarness, Slack
from tests.handlers.strategies import NOW
from tests.handlers.tasks.edit_forms import ADMIN, private, submit, versions

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


class _WithList(Slack):
    """Keeps what is posted where a list stands."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[str] = []

    def webhook(self, url: str) -> Any:
        async def send(**said: Any) -> Any:
            self.posted.append(str(said))
            return WebhookResponse(url=url, status_code=200, body="ok", headers={})

        return SimpleNamespace(send=send)


async def _ticked(slack: _WithList, *ids: int) -> BoltHarness:
    """Tick these tasks in a list and press Edit…."""
    harness = BoltHarness(slack)
    ticked = {"selected_options": [{"value": str(one)} for one in ids]}
    await harness.send(
        "action",
        Do.EDIT_SELECTED,
        user=ADMIN,
        actions=[{"action_id": Do.EDIT_SELECTED, "block_id": "rows:1", "value": _LIST}],
        state={"values": {"rows:1": {Do.SELECT_TASKS: ticked}}},
        response_url="https://slack.example/r1",
    )
    return harness


_LIST = list_state.encode(ListState())


async def test_of_several_tasks_only_what_was_filled_in_is_changed(sealer: Sealer) -> None:
    waits, over, runs = await waiting_tasks(3, sealer, kind="create_page")
    await Task.filter(id=waits).update(params={"page_name": "Other", "category": "Artist"})
    await ended(over)
    await Task.filter(id=over).update(ended_at=NOW)
    await claimed(runs)
    slack = _WithList()

    harness = await _ticked(slack, waits, over, runs)

    (view,) = slack.views
    assert view_findings(view) == []
    name, category = (
        block["element"] for block in view["blocks"] if block.get("block_id", "").startswith("p")
    )
    assert (name["placeholder"]["text"], "initial_value" in name) == ("Different values", False)
    assert (category["placeholder"]["text"], "initial_option" in category) == ("Different values", False)
    values = {"parameter:category": {Do.TYPE_PARAMETER: {"selected_option": {"value": "Public figure"}}}}
    await harness.submit(Form.EDIT_TASKS, user=ADMIN, private=view["private_metadata"], values=values)
    assert harness.errors == {}
    params = [one.params for one in await Task.all().order_by("id")]
    assert params == [
        {"page_name": "Other", "category": "Public figure"},
        {"page_name": "Shop", "category": "Public figure"},
        {"page_name": "Shop", "category": "Community"},
    ]
    said = slack.posted[-2]
    for words in (
        f"*Edited 1*\\n#{waits}",
        f"Not edited, running: #{runs}",
        "*Re-executed 1 · Skipped 0*",
        "'Undo'",
    ):
        assert words in said
    assert "data_table" in slack.posted[-1]
    (line,) = await Audit.all()
    assert line.about == f"edits Category of 3 tasks (Create page): #{waits}, #{over}, #{runs}"


async def test_tasks_of_several_types_are_not_edited_together(sealer: Sealer) -> None:
    pages = await waiting_tasks(2, sealer, kind="create_page")
    checks = await waiting_tasks(1, sealer, kind="check", group="apac")
    slack = _WithList()

    await _ticked(slack, *pages, *checks)

    assert slack.views == []
    assert "These are: Create page 2, Check 1." in slack.posted[-1]


@pytest.mark.parametrize("used", ["by another task", "by a former attempt", "by both"])
async def test_a_name_that_was_used_on_the_account_is_refused_until_the_box_is_ticked(
    sealer: Sealer, used: str
) -> None:
    first, second = await _two_on_one_account(sealer)
    if used == "by another task":
        await ended(first)
        shown, name = [second], "shop "
    elif used == "by a former attempt":
        await ended(second)
        await Task.filter(id=second).update(ended_at=NOW)
        again = Edit(
            versions=await versions(second), changes={"page_name": "Third"}, by="U1", channel="C0OPS"
        )
        await edits.save(again, now=NOW)
        shown, name = [second], "Second"
    else:
        shown, name = [first, second], "Store"
    shown_then = await private(*shown)
    harness = BoltHarness()

    await submit(harness, shown_then, name)
    assert "tick the box under Same name" in harness.errors["parameter:page_name"]

    await submit(
        harness, shown_then, name, second={Do.ALLOW_SECOND: {"selected_options": [{"value": "yes"}]}}
    )
    assert harness.errors == {}
    assert {(await Task.get(id=one)).params["page_name"] for one in shown} == {name.strip()}


async def _two_on_one_account(sealer: Sealer) -> tuple[int, int]:
    """Two pages to create, "Shop" and "Second"."""
    first, second = await waiting_tasks(2, sealer, kind="create_page")
    account = (await Task.get(id=first)).account_id  # type: ignore[attr-defined]
    await Task.filter(id=second).update(
        account_id=account, params={"page_name": "Second", "category": "Artist"}
    )
    return first, second
