"""A form that its acknowledgement closes: what it asked for is written by then, since nobody can send it again."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.ids import Do, Form
from handlers.slack.origin import Origin
from models.batches import kept_lists, operations, plans
from models.batches.approvals import Approval
from models.domain.task_files.reader import read_tasks
from models.domain.values.batches.plans import Kind
from models.messages.brought_files import BroughtFile
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Batch
from tests.factories import ended, some_accounts, waiting_tasks
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
ADMIN = "U0FIRST"


class Dies(BoltHarness):
    """A process that dies when it has sent the acknowledgement: nothing that follows is done."""

    async def acknowledged(self, *, errors: dict[str, str] | None = None, **_more: Any) -> None:
        assert errors is None
        raise ConnectionError


async def _asked(kind: Kind, sealer: Sealer, *, of: str = "check") -> str:
    (task_id,) = await waiting_tasks(1, sealer, kind=of)
    if kind == "repeat":
        await ended(task_id)
    plan = await plans.plan_ids(kind, [task_id], by=ADMIN, channel="C0OPS", now=NOW)
    return origins.pack(Origin(operation=plan.id))


async def _retried(sealer: Sealer) -> str:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    await ended(task_id)
    return str(task_id)


async def _listed(sealer: Sealer) -> str:
    await some_accounts(1, sealer)
    tasks = read_tasks(b"account,type\nemea00,check\n")
    kept = await kept_lists.keep(tasks, by=ADMIN, channel="C0OPS", why="", now=NOW)
    return f"{kept.id}:{kept_lists.digest(await kept_lists.look(tasks, lambda _: True))}"


async def _confirmed_lists() -> list[Any]:
    far = NOW.replace(year=NOW.year + 1)
    left = await kept_lists.left(before=far, after=far)
    return [(await Batch.all()).pop().kind for _ in left]


async def _confirmed() -> list[Any]:
    left = await operations.unfinished(before=NOW.replace(year=NOW.year + 1))
    return await Batch.filter(id__in=left).values_list("kind", flat=True)  # pyright: ignore[reportReturnType]


async def _questions() -> list[Any]:
    return [question.answer for question in await Approval.all()]


async def _looked_after() -> list[Any]:
    reminders = await Outbox.filter(kind=MessageKind.FILE_LEFT).values_list("about", flat=True)
    return [file.file_id for file in await BroughtFile.filter(id__in=reminders)]


async def _given(_sealer: Sealer) -> str:
    return ""


def _file(field: Do) -> dict[str, Any]:
    return {"file": {field: {"files": [{"id": "F0GIVEN"}]}}}


_TAKERS = {"takers": {Do.FILL_PROXY: {"selected_option": {"value": "without"}}}}
Prepare = Callable[[Sealer], Awaitable[str]]
Written = Callable[[], Awaitable[list[Any]]]
_CLOSED: dict[str, tuple[Form, Prepare, dict[str, Any], Written, list[Any]]] = {
    "cancel": (Form.CONFIRM_CANCEL, lambda s: _asked("cancel", s), {}, _confirmed, ["cancel"]),
    "repeat": (Form.CONFIRM_REPEAT, lambda s: _asked("repeat", s), {}, _confirmed, ["repeat"]),
    "repeat for two": (
        Form.CONFIRM_REPEAT, lambda s: _asked("repeat", s, of="create_bm"), {}, _questions, ["asked"],
    ),
    "retry": (Form.CONFIRM_RETRY, _retried, {}, _confirmed, ["repeat"]),
    "list": (Form.CREATE_LIST, _listed, {}, _confirmed_lists, ["create"]),
    "accounts": (Form.READ_ACCOUNTS, _given, _file(Do.FILL_ACCOUNT), _looked_after, ["F0GIVEN"]),
    "proxies": (Form.IMPORT_PROXIES, _given, _file(Do.FILL_PROXY) | _TAKERS, _looked_after, ["F0GIVEN"]),
    "session": (Form.NEW_SESSION, _given, _file(Do.FILL_HAND_OVER), _looked_after, ["F0GIVEN"]),
}  # fmt: skip
_NOTHING_BUT_READ = {
    Form.IMPORT_ACCOUNTS,
    Form.READ_LIST,
}  # its file is looked after since the preview, and its window says what to do


@pytest.mark.parametrize("case", _CLOSED)
async def test_what_it_asked_for_is_written_when_it_is_acknowledged(sealer: Sealer, case: str) -> None:
    form, prepare, values, written, expected = _CLOSED[case]
    private = await prepare(sealer)
    assert await written() == []

    with pytest.raises(ConnectionError):
        await Dies().submit(form, user=ADMIN, private=private, values=values)

    assert await written() == expected


def test_every_form_that_is_no_checked_one_is_among_them() -> None:
    assert {form for form, *_ in _CLOSED.values()} | _NOTHING_BUT_READ == {
        *routing.form,
        *routing.reading_form,
    }


async def test_a_refusal_of_a_form_without_fields_is_said_once_and_nothing_of_it_is_written(
    sealer: Sealer,
) -> None:
    private = await _asked("cancel", sealer)
    harness = BoltHarness()
    view = {
        "id": "V1", "callback_id": Form.CONFIRM_CANCEL, "private_metadata": private, "blocks": [],
        "title": {"text": "Title"}, "state": {"values": {}},
    }  # fmt: skip

    for _ in "12":
        await harness.send("view", Form.CONFIRM_CANCEL, user="U0NOBODY", view=view)

    assert len(harness.slack.said) == 1
    assert await _confirmed() == []
