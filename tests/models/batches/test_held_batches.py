"""The message of a batch names the tasks that wait for a hold: it is drawn anew when a hold begins or ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from models.accounts import holds
from models.batches import hand_overs
from models.domain.lifecycle import LoginStatus
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.messages import Outbox
from models.tables.tasks import Task
from tests.factories import ended, waiting_tasks


@asynccontextmanager
async def drawn_anew(*batches: int) -> AsyncIterator[None]:
    """What is done meanwhile has the messages of exactly these batches drawn anew."""
    await Outbox.all().delete()
    yield
    owed = await Outbox.filter(kind=MessageKind.PROGRESS).order_by("about").values_list("about", flat=True)
    assert owed == list(batches)


async def test_a_hold_by_hand_and_its_release(database: str, sealer: Sealer, now: datetime) -> None:
    (earlier,) = await waiting_tasks(1, sealer)
    waits, over = await waiting_tasks(2, sealer)
    await ended(over)
    first, again, second = await _accounts_of(earlier, waits, over)
    assert again == first

    async with drawn_anew(1, 2):
        assert await holds.hold([first], why="away", by="U0ANA", now=now) == [first]
    async with drawn_anew(1, 2):
        assert await holds.release([first], by="U0ANA", now=now) == [first]
    async with drawn_anew():
        assert await holds.hold([second], why="away", by="U0ANA", now=now) == [second]


async def test_a_hold_by_itself_and_the_check_that_ends_it(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (met,) = await waiting_tasks(1, sealer)
    await waiting_tasks(1, sealer)

    async with drawn_anew(1, 2):
        await ended(met, login=LoginStatus.CHECKPOINT, result="checkpoint: so", cause="checkpoint")
    (check,) = await transaction(
        lambda: hand_overs.check(1, by="U0ANA", channel="D0ANA", again=False, now=now)
    )
    async with drawn_anew(2, 3):
        await ended(check)


async def _accounts_of(*task_ids: int) -> list[int]:
    accounts = {task.id: task.account_id for task in await Task.filter(id__in=task_ids)}  # pyright: ignore[reportAttributeAccessIssue]
    return [accounts[task_id] for task_id in task_ids]
