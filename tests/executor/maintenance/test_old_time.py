"""A sweep whose process or connection stood still goes by an old time: what is alive now must not seem put off by it."""

from datetime import datetime, timedelta
from itertools import count

import pytest

from models.messages import outbox
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Task
from models.tasks import claims, clock_jumps, export_runs
from models.tasks.export_runs import ExportRun
from tests.bot.said import said
from tests.executor.maintenance.sweeping import swept
from tests.factories import waiting_tasks

STOOD = timedelta(minutes=10)


@pytest.fixture
def stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long passes between any two looks at this process's own clock."""
    seconds = count(0.0, STOOD.total_seconds())
    monkeypatch.setattr("models.leases.steady", lambda: next(seconds))


@pytest.mark.usefixtures("database")
async def test_a_late_sweep_takes_nothing_from_who_is_alive(
    sealer: Sealer, now: datetime, request: pytest.FixtureRequest
) -> None:
    present = now + STOOD
    await clock_jumps.swept(now=present)  # by another scheduler
    assert await claims.claim((await waiting_tasks(1, sealer))[0], worker="w", now=present)
    assert await export_runs.begin("U0ANA", now=present)
    await outbox.enqueue(MessageKind.DIGEST, 1, now=present)
    assert await outbox.take([MessageKind.DIGEST], now=present, most=1)
    before = await _leases()
    request.getfixturevalue("stands_still")

    with said("maintenance goes on without a step that takes longer") as told:
        await swept(now)

    assert told.is_set()
    assert await _leases() == before
    assert await clock_jumps.doubt() == clock_jumps.Doubt()


async def _leases() -> list[tuple[datetime | None, str]]:
    """Of the task, the export and the message, with what state they are in."""
    task, run, row = await Task.get(), await ExportRun.get(), await Outbox.get(kind=MessageKind.DIGEST)
    return [
        (task.lease_until, task.status),
        (run.lease_until, run.state),
        (row.lease_until, row.state),
    ]
