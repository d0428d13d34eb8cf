"""Creating tasks: all of a batch or nothing of it, and Slack is told in the same breath."""

from datetime import datetime

import pytest
from tortoise.exceptions import BaseORMException

from models.batches import create
from models.domain.lifecycle import Status
from models.domain.values.batches.requests import BatchRequest
from models.messages import status_notes
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Attempt, Batch, Event, Task
from models.tasks import queries
from tests.factories import some_accounts, waiting_tasks


def _asked(ids: tuple[int, ...], *, kind: str = "check", why: str = "") -> BatchRequest:
    return BatchRequest(type=kind, account_ids=ids, by="U0ANA", why=why, channel="C0OPS")


async def test_a_batch_makes_one_waiting_task_for_each_account(
    database: str, sealer: Sealer, now: datetime
) -> None:
    accounts = await some_accounts(3, sealer)

    batch_id, ids = await create.create(_asked(tuple(a.id for a in accounts), why="Spring"), now=now)

    rows = await queries.task_rows(ids)
    assert [(row.login, row.status, row.operation_user) for row in rows[::-1]] == [
        (account.login, Status.WAITING, "U0ANA") for account in accounts
    ]
    batch = await Batch.get(id=batch_id)
    assert (batch.size, batch.why, batch.created_at) == (3, "Spring", now)


async def test_each_task_begins_with_an_attempt_and_an_event(database: str, sealer: Sealer) -> None:
    ids = await waiting_tasks(2, sealer)

    assert await Attempt.filter(number=1).order_by("task_id").values_list("task_id", flat=True) == ids
    assert await Event.filter(move="create", to_status="waiting").count() == 2


async def test_the_batchs_message_is_owed_at_once(database: str, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)

    owed = await Outbox.get()
    batch = await status_notes.batch_of(MessageKind(owed.kind), owed.about)
    assert owed.kind == "batch"
    assert batch is not None
    assert batch.channel == "C0OPS"


async def test_a_batch_that_cannot_be_written_leaves_nothing(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (account,) = await some_accounts(1, sealer)

    with pytest.raises((BaseORMException, ValueError)):
        await create.create(_asked((account.id,), kind="x" * 500), now=now)

    assert [await table.all().count() for table in (Batch, Task, Attempt, Event, Outbox)] == [0] * 5


async def test_an_account_that_is_gone_is_left_out(sqlite: str, sealer: Sealer, now: datetime) -> None:
    (account,) = await some_accounts(1, sealer)

    _, ids = await create.create(_asked((account.id, 9999)), now=now)

    assert len(ids) == 1
