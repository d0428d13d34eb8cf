"""Maintenance goes on at its pace when this machine's clock is set."""

import asyncio
from datetime import datetime, timedelta, tzinfo

import pytest
from taskiq.api import run_scheduler_task
from taskiq.cli.scheduler import run as timetable

from bot import scheduler
from bot.queue.memory_broker import InProcessBroker
from bot.queue.notifier import Notifier
from bot.settings import Settings

_BACK = timedelta(days=3)


class SetBack(datetime):
    """A clock that is set back as soon as it was looked at by the first sweep."""

    by = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) - cls.by


@pytest.mark.usefixtures("sqlite")
async def test_set_back_by_days_the_sweeps_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    sweeps = asyncio.Semaphore(0)

    async def sweep(*_: object, **__: object) -> None:
        monkeypatch.setattr(SetBack, "by", _BACK)
        sweeps.release()

    monkeypatch.setattr(SetBack, "by", timedelta())
    monkeypatch.setattr(timetable, "datetime", SetBack)
    monkeypatch.setattr(scheduler, "sweep", sweep)
    monkeypatch.setattr(scheduler, "SWEEP_EVERY", 1)
    made = scheduler.scheduler(Notifier(InProcessBroker()), Settings())
    running = asyncio.create_task(run_scheduler_task(made, run_startup=True))
    try:
        async with asyncio.timeout(30):
            for _ in range(3):
                await sweeps.acquire()
    finally:
        running.cancel()
        await asyncio.wait([running])
        await made.shutdown()
