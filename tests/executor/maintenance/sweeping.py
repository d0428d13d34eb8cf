"""Maintenance by hand: nobody performs what waits, unless a test says who."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from executor.maintenance.steps import Steps
from executor.maintenance.sweep import Notifier, sweep


class Nobody:
    """Whom to notify where no worker is: remembers of which tasks."""

    def __init__(self) -> None:
        self.notified: list[int] = []

    async def notify(self, task_ids: Sequence[int], /) -> None:
        self.notified += task_ids

    async def undelivered(self) -> int | None:
        return 0


async def swept(
    now: datetime, *, notifier: Notifier | None = None, steps: Steps | None = None, days: int = 30
) -> None:
    """A sweep at that time that keeps so many days."""
    await sweep(notifier or Nobody(), steps or Steps(), now=now, keep=timedelta(days=days))
