"""Tasks in browsers: Bellhop's worker with everything on, beside bare scripts that do the same work.

Bellhop's side has the session from the database, the picture, the settling, the status note in Slack and the
session kept; the scripts only write a picture and forget it.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.demo.processes import Processes
from bot.queue.notifier import Notifier
from bot.queue.redis_broker import StreamBroker
from bot.sandbox.redis import RedisServer, find_redis
from bot.sandbox.slack import workspace
from executor.browser.chromium import find_chromium
from models.accounts.records import save_accounts
from models.batches import create
from models.database import database, migrate
from models.domain.lifecycle import Status
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer, new_key
from models.tables.accounts import Account
from models.tables.tasks import Task
from tests.benchmarks.measuring.meter import MARK, Meter
from tests.benchmarks.surroundings.local_slack import local_slack
from tests.benchmarks.surroundings.practice_site import Session, login, practice_site
from tests.long_command import say, told

_FULL = next(
    filter(Path.exists, map(Path, ("/usr/lib/chromium/chromium", "/opt/google/chrome/chrome"))), None
)
_console = Console(width=120)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What one variant came to."""

    tasks: int
    seconds: float
    cpu: float  # seconds, all of it
    megabytes: float  # at most

    @property
    def a_minute(self) -> float:
        return self.tasks / self.seconds * 60


async def run(tasks: int, latency_ms: int, at_once: int) -> None:
    """Every variant one after another on a site of its own; print the figures and their ratios to (a) and (b)."""
    shell = str(find_chromium())
    variants: dict[str, Callable[[str, list[Session]], Awaitable[Figure]]] = {}
    if _FULL:
        variants["(a) Chromium launched for each task"] = _bare(
            "launch", str(_FULL), 1 if not latency_ms else 2
        )
    variants |= {
        "(b) headless shell launched for each task": _bare("launch", shell, 2 if not latency_ms else 6),
        "(c) bare script, one warm shell": _bare("warm", shell, at_once),
        "(d) Bellhop's worker, everything on": lambda site, sessions: _bellhop(site, sessions, at_once),
    }
    figures: dict[str, Figure] = {}
    with told(lambda: _print(figures, latency_ms, at_once)):
        for name, measured in variants.items():
            say(name)
            with practice_site(tasks, latency_ms) as (site, sessions):
                figures[name] = await measured(site, sessions)


def _bare(how: str, program: str, at_once: int) -> Callable[[str, list[Session]], Awaitable[Figure]]:
    async def measured(site: str, sessions: list[Session]) -> Figure:
        mark = f"{how}-{time.time()}"
        async with Meter(mark) as meter:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.benchmarks.bare", how, site, program, str(at_once),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env={**os.environ, MARK: mark},
            )  # fmt: skip
            given = "".join(json.dumps(session) + "\n" for session in sessions)
            output, _ = await process.communicate(given.encode())
            begun, ended = map(float, output.split())
        return Figure(
            tasks=len(sessions),
            seconds=ended - begun,
            cpu=meter.cpu(begun, ended + 1),
            megabytes=meter.megabytes(begun, ended),
        )

    return measured


async def _bellhop(site: str, sessions: list[Session], at_once: int) -> Figure:
    """The worker of the Procfile on a database of its own, from the first claim to the last settled task."""
    key, mark = new_key("benchmark"), f"bellhop-{time.time()}"
    async with (
        start_worker_cluster(site, key, mark, at_once) as (url, notifier, start),
        database(url),
        Meter(mark) as meter,
    ):
        ids = await _asked(sessions, Sealer([key]))
        start()
        await notifier.notify(ids)
        begun, ended = await _all_over(len(ids))
    return Figure(
        tasks=len(ids),
        seconds=ended - begun,
        cpu=meter.cpu(begun, ended),
        megabytes=meter.megabytes(begun, ended),
    )


@asynccontextmanager
async def start_worker_cluster(
    site: str, key: str, mark: str, at_once: int
) -> AsyncGenerator[tuple[str, Notifier, Callable[[], None]]]:
    """Redis, Slack and a worker of the Procfile. Gives the database's URL, the notifier, and what starts the worker."""
    program = find_redis()
    if program is None:
        raise FileNotFoundError("no Redis: install redis-server")
    known = workspace()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bellhop-browsers-")))
        redis = RedisServer(program)
        stack.callback(redis.close)
        slack = stack.enter_context(local_slack(None))
        url = f"sqlite://{folder}/tasks.sqlite3"
        await migrate(url)
        environment = {
            "DATABASE_URL": url, "REDIS_URL": redis.url, "SLACK_BOT_TOKEN": known.bot_token,
            "SLACK_API_URL": f"{slack}/api/", "BELLHOP_SITE_URL": site, "BELLHOP_SECRET_KEYS": key,
            "BELLHOP_CONCURRENCY": str(at_once), MARK: mark,
        }  # fmt: skip
        processes = Processes(environment, folder)
        stack.push_async_callback(processes.close)
        broker = StreamBroker(redis.url)
        await broker.startup()
        stack.push_async_callback(broker.shutdown)
        yield url, Notifier(broker), lambda: processes.start("worker")


async def _asked(sessions: list[Session], sealer: Sealer) -> list[int]:
    """One task on each member's account."""
    records = [
        AccountRecord(login=login(n), group="members", session=session) for n, session in enumerate(sessions)
    ]
    await save_accounts(records, sealer=sealer)
    ids: list[int] = []
    for account in await Account.all().order_by("id"):
        asked = BatchRequest(
            type="create_page", account_ids=(account.id,), by="U0ANA", channel="C0OPS",
            params={"page_name": f"Shop {account.id}", "category": "Community"},
        )  # fmt: skip
        ids += (await create.create(asked, now=datetime.now(UTC)))[1]
    return ids


async def _all_over(number: int) -> tuple[float, float]:
    """Wait until all tasks have ended well; (the first claim, the last end), in UNIX seconds."""
    while await Task.filter(status__in=[Status.WAITING, Status.STARTING, Status.EXECUTING]).exists():  # noqa: ASYNC110 - the database tells nobody
        await asyncio.sleep(0.2)
    tasks = await Task.all()
    well = [task for task in tasks if task.status is Status.ENDED and task.result.startswith("Page ")]
    if len(well) != number:
        _console.print(f"only {len(well)} of {number} ended well", style="red")
    starts = [task.started_at.timestamp() for task in tasks if task.started_at]
    return min(starts), max(task.ended_at.timestamp() for task in tasks if task.ended_at)


def _print(figures: dict[str, Figure], latency_ms: int, at_once: int) -> None:
    title = f"Create page, {latency_ms} ms for each answer of the site, {at_once} at once where warm"
    table = Table("variant", title=title)
    heads = ("tasks a minute", "times (a)", "times (b)", "CPU s a task", "most MB")
    for head in heads:
        table.add_column(head, justify="right")
    naive, shell = (
        next((f for name, f in figures.items() if name.startswith(mark)), None) for mark in ("(a)", "(b)")
    )
    for name, figure in figures.items():
        ratios = (f"{figure.a_minute / other.a_minute:.1f}" if other else "–" for other in (naive, shell))
        table.add_row(
            name,
            f"{figure.a_minute:.1f}",
            *ratios,
            f"{figure.cpu / figure.tasks:.2f}",
            f"{figure.megabytes:.0f}",
        )
    _console.print(table)
