"""An Undo of a new batch that comes too late, or a second time: nothing is done, and the answer says what helps."""

from datetime import timedelta

import pytest

from handlers.batches import present_batch
from handlers.slack.ids import Do
from models.domain.lifecycle import Status
from models.domain.values.batches.standing import UNDO
from models.secrets.sealing import Sealer
from models.tables.tasks import Batch, Task
from tests.factories import waiting_tasks
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


async def _undo(harness: BoltHarness, *, age: timedelta) -> str:
    await Batch.filter(id=1).update(created_at=NOW - age)
    await harness.click(Do.UNDO_BATCH, user="U0FIRST", value=present_batch.token(1, NOW - age))
    return harness.slack.said[-1]


async def test_what_is_too_late_does_nothing_and_says_what_helps(sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)

    said = await _undo(BoltHarness(), age=UNDO)

    assert "Too late to undo: that works for 20 s. *Cancel the rest* cancels what still waits." in said
    assert (await Task.get()).status is Status.WAITING


async def test_a_second_undo_is_told_so(sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    harness = BoltHarness()
    assert "Canceled 1 · Skipped 0" in await _undo(harness, age=UNDO / 2)

    assert "Undone already." in await _undo(harness, age=UNDO / 2)

    assert await Batch.filter(kind="cancel").count() == 1


async def test_a_button_of_another_batch_of_its_number_undoes_nothing(sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    harness = BoltHarness()
    await Batch.filter(id=1).update(created_at=NOW)

    await harness.click(Do.UNDO_BATCH, user="U0FIRST", value=present_batch.token(1, NOW - UNDO / 2))

    assert "This message does not stand for that any more" in harness.slack.said[-1]
    assert (await Task.get()).status is Status.WAITING
