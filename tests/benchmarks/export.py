"""The export of very many tasks, written and brought to a local Slack: how long it takes, how much it holds."""

import asyncio
import os
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from tortoise.backends.base.executor import EXECUTOR_CACHE

from bot.sandbox.slack import workspace
from bot.settings import Settings
from bot.slack.direct_files import file_sender
from bot.slack.pacing import slack_client
from handlers.exports import file as export_file
from handlers.slack.services import DirectFile
from models.database import database, migrate
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.lifecycle import Status
from models.tasks import pages
from tests.benchmarks.operation import megabytes, one_database
from tests.benchmarks.surroundings import generator
from tests.benchmarks.surroundings.local_slack import local_slack
from tests.long_command import say, told

_ZONE, _NOW = ZoneInfo("Asia/Kolkata"), generator.NOW
_WARM = TaskFilter(statuses=(Status.NO_PROXY,))  # a few, so that what every process holds is held already


@dataclass
class Still:
    """The longest time, in seconds, that the event loop served nobody else."""

    seconds: float = 0.0


async def run(kind: str, tasks: int) -> None:
    """Fill a database, export a part for warmth, then all of it; print the figures."""
    async with one_database(kind) as url:
        await migrate(url)
        EXECUTOR_CACHE.clear()
        say(f"{kind}: making {tasks:,} tasks")
        await generator.fill(url, tasks)
        with local_slack(None) as slack:
            async with database(url):
                await _export(_WARM, slack, {})
                before, figures = megabytes("VmRSS"), dict[str, str]()
                say(f"{kind}: exporting {tasks:,} tasks")
                with told(lambda: _print(figures, kind, tasks, megabytes("VmHWM") - before)):
                    await _export(EVERYTHING, slack, figures)


def _print(figures: dict[str, str], kind: str, tasks: int, held: float) -> None:
    table = Table("what", "figure", title=f"{tasks:,} tasks exported, {kind}")
    for what, figure in figures.items():
        table.add_row(what, figure)
    table.add_row("memory held above the idle process, MB", f"{held:.0f}")
    Console().print(table)


async def _always() -> None:
    """Ana may have it."""


async def _export(wanted: TaskFilter, slack: str, figures: dict[str, str]) -> None:
    """As the conversation does it; puts what it took into ``figures`` as soon as it is known."""
    config = Settings(slack_api_url=f"{slack}/api/", slack_bot_token=workspace().bot_token)
    send_file = file_sender(slack_client(config))
    begun = time.perf_counter()
    total = await pages.count(wanted, zone=_ZONE, now=_NOW)
    counted = time.perf_counter()
    figures["counted, s"] = f"{counted - begun:.3f}"
    with TemporaryFile() as file:
        async with _watched() as still:
            number = await export_file.write(export_file.of_tasks(wanted, zone=_ZONE, now=_NOW), file)
            file.flush()
            written = time.perf_counter()
            figures[f"written, {number:,} of {total:,} tasks, s"] = f"{written - counted:.1f}"
            figures["a second"] = f"{number / (written - counted):,.0f}"
            await send_file(
                DirectFile(user="U0ANA", name="tasks.csv", words="Export", file=file, ask=_always)
            )
        done = time.perf_counter()
        size = os.fstat(file.fileno()).st_size
    figures["brought to Slack, s"] = f"{done - written:.1f}"
    figures["the file, MB"] = f"{size / 1e6:.1f}"
    figures["longest that others waited, ms"] = f"{still.seconds * 1000:.0f}"


@asynccontextmanager
async def _watched() -> AsyncGenerator[Still]:
    """How late a coroutine comes that wants to run all the time."""
    still = Still()

    async def tick() -> None:
        while True:
            last = time.perf_counter()
            await asyncio.sleep(0.001)
            still.seconds = max(still.seconds, time.perf_counter() - last)

    ticking = asyncio.create_task(tick())
    try:
        yield still
    finally:
        ticking.cancel()
