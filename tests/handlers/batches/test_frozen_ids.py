"""Before many tasks are changed their ids are frozen, and the frozen ones fit into the form whatever the list showed."""

from typing import Any

from bot.sandbox.slack.blockkit.surfaces import view_findings
from handlers.batches import operations
from handlers.lists import filter_form
from handlers.slack import origin
from handlers.slack.ids import Do
from handlers.slack.request import Request
from handlers.words import list_state
from models.domain.filters import ListState, TaskFilter
from models.domain.lifecycle import Status
from models.domain.permissions import Authority, Role
from models.secrets.sealing import Sealer
from models.tables.tasks import Batch, BatchItem, Task
from tests.factories import ended, some_accounts, waiting_tasks
from tests.handlers.recording_slack import RecordingSlack
from tests.handlers.strategies import NOW

_MAY = Authority(role=Role.ADMIN)
_URL = "https://hooks.slack.com/actions/T0123456789/1234567890123/abcdefghijklmnopqrstuvwx"
_WIDEST = TaskFilter(
    groups=("🦊" * 100,), account='"' * 255, statuses=tuple(Status), users=("U0123456789",), types=("authorize_bm_invitation",),
    task_id=2**31 - 1, span="yesterday",
)  # fmt: skip


def _ticked(ids: list[int], *, value: str = "") -> Request:
    options = [{"value": str(task_id)} for task_id in ids]
    state = {"rows:1": {Do.SELECT_TASKS: {"selected_options": options}}}
    return Request(
        key="k", user="U0ANA", channel="C0OPS", state=state, value=value, response_url=_URL, may=_MAY
    )


async def _large_ids(sealer: Sealer) -> list[int]:
    """A hundred tasks whose ids are as long as they get."""
    (account,) = await some_accounts(1, sealer)
    batch = await Batch.create(kind="create", by="U0ANA", size=100, channel="C0OPS", created_at=NOW)
    ids = [2**31 - 1 - n for n in range(100)]
    for task_id in ids:
        await Task.create(
            id=task_id, type="check", account=account, group_id=1, batch=batch, operation_user="U0ANA", created_at=NOW
        )  # fmt: skip
    return ids


async def _frozen(view: dict[str, Any]) -> list[int]:
    """The tasks of the operation a form asks about."""
    operation = origin.unpack(view["private_metadata"]).operation
    return [item.task_id for item in await BatchItem.filter(batch_id=operation).order_by("task_id")]


async def test_a_hundred_ticked_tasks_of_the_widest_filter_fit_the_form(sqlite: str, sealer: Sealer) -> None:
    slack, ids = RecordingSlack(), await _large_ids(sealer)
    state = list_state.encode(ListState(filter=_WIDEST, page=10**6, size=100))

    await operations.ask_cancel(_ticked(ids, value=state), slack.services())

    (view,) = slack.views
    assert view_findings(view) == []
    assert await _frozen(view) == sorted(ids)


async def test_the_filters_form_takes_the_widest_filter(sqlite: str) -> None:
    slack = RecordingSlack()
    request = Request(
        key="k", user="U0ANA", response_url=_URL, value=list_state.encode(ListState(filter=_WIDEST))
    )

    await filter_form.open_form(request, slack.services())

    assert view_findings(slack.views[0]) == []


async def test_nothing_ticked_is_told_what_to_do(sqlite: str) -> None:
    slack = RecordingSlack()

    await operations.ask_repeat(Request(key="k", user="U0ANA", channel="C0OPS"), slack.services())

    assert slack.views == []
    assert "Select at least one task first" in slack.said[0]


async def test_a_ticked_task_that_is_gone_is_named(sqlite: str, sealer: Sealer) -> None:
    slack, ids = RecordingSlack(), await waiting_tasks(1, sealer)

    asked = Request(key="k", user="U0ANA", channel="C0OPS", may=_MAY)
    await operations.ask_repeat_of((*ids, 999), asked, slack.services())

    assert slack.said == ["There is no task #999. `/tasks` lists them all."]


async def test_only_the_frozen_tasks_are_cancelled_whatever_changed_meanwhile(
    sqlite: str, sealer: Sealer
) -> None:
    slack, ids = RecordingSlack(), await waiting_tasks(3, sealer)
    await operations.ask_cancel(_ticked(ids[:2]), slack.services())
    await ended(ids[0])

    assert await _frozen(slack.views[0]) == ids[:2]


async def test_all_of_a_list_that_cannot_be_read_are_never_acted_on(sqlite: str, sealer: Sealer) -> None:
    slack = RecordingSlack()
    await waiting_tasks(2, sealer)

    for value in ("", "1;20;", "1;20;;status:vanished", "rubbish"):
        await operations.ask_all(
            Request(key="k", user="U0ANA", channel="C0OPS", value=value), slack.services()
        )

    assert slack.views == []
    assert len(slack.said) == 4
