"""Which lines of the audit are about a task: those of its batch and operations by their number, others by its name."""

from datetime import UTC, datetime

import pytest

from models.access import audit, grants
from models.domain.permissions import Action, Actor, Deed
from models.domain.values.audit import PAGE, AuditFilter
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Batch, BatchItem, Task
from tests.factories import waiting_tasks

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 30, tzinfo=UTC)
ANA = Actor(user="U0ANA", subjects=("U0ANA",))
MANY = 200  # as many conditions broke the tree of an SQLite expression


async def _write(action: Action, about: str, *, batch: int | None = None) -> None:
    deed = Deed(action=action, about=about, batch=batch)
    await transaction(lambda: grants.record_done(ANA, deed, now=NOW))


async def _about(task_id: int) -> list[str]:
    return [line.about for line in await audit.page(AuditFilter(task_id=task_id))]


async def test_every_operation_of_a_task_is_found_however_many_there_were(sealer: Sealer) -> None:
    task, other = await waiting_tasks(2, sealer)
    for number in range(MANY):
        operation = await Batch.create(
            kind="repeat", by="U0ANA", size=1, channel="C0OPS", state="done", created_at=NOW
        )
        await BatchItem.create(batch_id=operation.id, task_id=task, outcome="done")
        if number in {0, MANY - 1}:
            await _write(Action.REPEAT, f"the {number}th", batch=operation.id)
    batch: int = (await Task.get(id=task)).batch_id  # type: ignore[attr-defined]
    await _write(Action.CREATE, "both", batch=batch)

    assert await _about(task) == ["both", f"the {MANY - 1}th", "the 0th"]
    assert await _about(other) == ["both"]


@pytest.mark.parametrize("action", [Action.EDIT_ACCOUNTS, Action.TEST_PROXIES, Action.EDIT_ALERTS])
async def test_what_has_the_number_of_a_task_and_is_none_is_not_found(action: Action, sealer: Sealer) -> None:
    (task,) = await waiting_tasks(1, sealer)

    await _write(action, f"#{task} http://10.0.0.1:8080 replaced by http://10.0.0.2:8080")

    assert await _about(task) == []


async def test_a_line_without_a_number_is_found_by_the_tasks_it_names() -> None:
    for about in ("2 tasks, #7, #8", "1 task, #7", "operation 3: 20 tasks, #6, #7 …", "2 tasks, #70, #17"):
        await _write(Action.CANCEL, about)

    assert await _about(7) == ["operation 3: 20 tasks, #6, #7 …", "1 task, #7", "2 tasks, #7, #8"]


async def test_the_lines_of_a_batch_are_its_own_and_those_of_the_operations_on_its_tasks(
    sealer: Sealer,
) -> None:
    (task,) = await waiting_tasks(1, sealer)
    batch: int = (await Task.get(id=task)).batch_id  # type: ignore[attr-defined]
    own, other = [
        await Batch.create(kind="cancel", by="U0ANA", size=1, channel="C0OPS", state="done", created_at=NOW)
        for _ in range(2)
    ]
    await BatchItem.create(batch_id=own.id, task_id=task, outcome="done")
    await _write(Action.CREATE, "created", batch=batch)
    await _write(Action.CANCEL, "canceled", batch=own.id)
    await _write(Action.CANCEL, "another batch's", batch=other.id)
    await _write(Action.HOLD, "none")

    found = {
        number: [line.about for line in await audit.page(AuditFilter(batch=number))]
        for number in (batch, own.id, other.id)
    }

    assert found == {batch: ["canceled", "created"], own.id: ["canceled"], other.id: ["another batch's"]}


async def test_lines_about_a_task_have_pages() -> None:
    for _ in range(PAGE + 2):
        await _write(Action.CANCEL, "1 task, #7")

    first = await audit.page(AuditFilter(task_id=7))
    rest = await audit.page(AuditFilter(task_id=7), before=first[PAGE - 1].id)

    assert len(rest) == 2
