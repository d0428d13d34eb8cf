"""Everything of the Procfile runs while tasks arrive steadily, and all the time somebody scrapes: at the end what the
metrics say must be what the books say, those of the database and those of the local Slack.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.demo.processes import Processes
from bot.queue.notifier import Notifier
from bot.queue.redis_broker import StreamBroker
from bot.sandbox.redis import RedisServer, find_redis
from bot.sandbox.site import Member, PracticeSite
from bot.sandbox.slack import LocalSlack, Person
from models.accounts.holds import Hold
from models.accounts.records import save_accounts
from models.batches import create
from models.database import database, migrate
from models.domain.lifecycle import OVER, Status
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer, new_key
from models.tables.accounts import Account
from models.tables.messages import Outbox
from models.tables.tasks import Task
from models.tasks import bulk
from tests.benchmarks.measuring.accounting import Line, compared
from tests.benchmarks.measuring.watcher import Watcher, free_ports
from tests.long_command import say, told

_ACCOUNTS = 30
_MOST_WAITING = 20  # more wait than this: the machine performs no more, and is not asked to
_EVERY = 1.0  # seconds between two requests
_CANCELED, _REPEATED, _CLICKED = 10, 15, 8  # one request in so many is one of these instead
_OUT = 180.0  # seconds in which all must be over and told at the end
_console = Console(width=120)


@dataclass(kw_only=True)
class Report:
    """What came of it. ``wrong`` is empty when the metrics are right."""

    tasks: int = 0
    seconds: float = 0.0
    lines: list[Line] = field(default_factory=list[Line])
    watcher: Watcher = field(default_factory=lambda: Watcher({}))

    @property
    def wrong(self) -> list[str]:
        return [*(line.text for line in self.lines if not line.agrees), *self.watcher.wrong]


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """What runs."""

    slack: LocalSlack
    notifier: Notifier
    ports: dict[str, int]  # of the metrics, by process


async def run(minutes: float) -> None:
    """Print the report; exit with 1 when something is wrong."""
    report = Report()
    with told(lambda: _print(report)):
        await steady(minutes * 60, report)
    raise SystemExit(1 if report.wrong else 0)


async def steady(seconds: float, report: Report | None = None) -> Report:
    """Let tasks arrive for so long, let all of them end, and compare. ``report`` is filled as it goes."""
    report = report or Report()
    async with _start_cluster() as cluster, asyncio.timeout(seconds + 2 * _OUT):
        begun = time.monotonic()
        async with Watcher(cluster.ports) as report.watcher, Person(cluster.slack.url, "U0ANA") as ana:
            say(f"tasks arrive for {seconds:.0f} s")
            await _arrive(cluster, ana, seconds)
            say("waiting until all is over and told")
            await _until_quiet()
        report.lines = await compared(cluster.ports, cluster.slack)
        report.tasks, report.seconds = await Task.all().count(), time.monotonic() - begun
        return report


async def _arrive(cluster: Cluster, ana: Person, seconds: float) -> None:
    """One request after another: most create a task, some cancel one or execute one again, some are a click."""
    loop = asyncio.get_running_loop()
    accounts = cycle([account.id for account in await Account.all().order_by("id")])
    end, number = loop.time() + seconds, 0
    while loop.time() < end:
        due = loop.time() + _EVERY
        number += 1
        if await Task.filter(status=Status.WAITING).count() < _MOST_WAITING:
            await _ask(number, next(accounts), cluster.notifier)
        if number % _CLICKED == 0:
            await ana.say("/tasks")
        await asyncio.sleep(max(0.0, due - loop.time()))


async def _ask(number: int, account: int, notifier: Notifier) -> None:
    now = datetime.now(UTC)
    if number % _REPEATED == 0:
        over = await Task.filter(status__in=list(OVER), attempt=1).order_by("id").first()
        if over is not None:
            await bulk.repeat([over.id], by="U0ANA", batch_id=None, now=now)
            await notifier.notify([over.id])
        return
    kind = ("check", "close_notifications", "create_page")[number % 3]
    params = {"page_name": f"Shop {number}", "category": "Community"} if kind == "create_page" else {}
    asked = BatchRequest(type=kind, account_ids=(account,), by="U0ANA", channel="C0OPS", params=params)
    _, ids = await create.create(asked, now=now)
    if number % _CANCELED == 0:
        await bulk.cancel(ids, by="U0ANA", now=now)
    await notifier.notify(ids)


async def _until_quiet() -> None:
    """Every task is over, but those of held accounts, and Slack was told everything."""
    async with asyncio.timeout(_OUT):
        while await _unfinished() or await Outbox.filter(state__in=["pending", "sending"]).exists():  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.5)


@asynccontextmanager
async def _start_cluster() -> AsyncGenerator[Cluster]:
    """Redis, a local Slack with its rates, the practice site, and the Procfile's processes on an empty database."""
    members = [_member(n) for n in range(_ACCOUNTS)]
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bellhop-steady-")))
        site = await stack.enter_async_context(PracticeSite(members, posts=0))
        slack = await stack.enter_async_context(LocalSlack())
        redis = RedisServer(find_redis() or Path("redis-server"))
        stack.callback(redis.close)
        url, key, first = f"sqlite://{folder}/tasks.sqlite3", new_key("steady"), free_ports()
        await migrate(url)
        await stack.enter_async_context(database(url))
        await save_accounts(_records(members, site), sealer=Sealer([key]))
        processes = Processes(
            {
                "DATABASE_URL": url, "REDIS_URL": redis.url, "SLACK_API_URL": slack.api_url,
                "SLACK_BOT_TOKEN": slack.workspace.bot_token, "SLACK_APP_TOKEN": slack.workspace.app_token,
                "BELLHOP_SITE_URL": site.url, "BELLHOP_SECRET_KEYS": key, "BELLHOP_ADMINS": "U0ANA",
                "BELLHOP_METRICS_PORT": str(first),
            },
            folder,
        )  # fmt: skip
        stack.push_async_callback(processes.close)
        for name in ("bot", "worker", "scheduler"):
            processes.start(name)
        await slack.connected(seconds=30)
        broker = StreamBroker(redis.url)
        await broker.startup()
        stack.push_async_callback(broker.shutdown)
        yield Cluster(
            slack=slack,
            notifier=Notifier(broker),
            ports={"bot": first, "scheduler": first + 1, "worker": first + 2},
        )


def _member(n: int) -> Member:
    return Member(
        login=f"member{n}@example.com",
        user_id=str(100012340000000 + n),
        password="practice",
        name=f"Member {n}",
    )


def _records(members: Sequence[Member], site: PracticeSite) -> list[AccountRecord]:
    """Two groups, each account with its session; one account has no proxy, one a wrong password: it gets on hold."""
    records = [
        AccountRecord(
            login=member.login, group=("emea", "apac")[n % 2], session=site.session_for(member.login)
        )
        for n, member in enumerate(members)
    ]
    records[3] = replace(records[3], needs_proxy=True)
    records[4] = replace(records[4], session=None, password="mistyped")
    return records


async def _unfinished() -> int:
    """Tasks that are not over and whose account is not held."""
    held = [hold.account_id for hold in await Hold.filter(released_at=None)]
    return await Task.exclude(status__in=list(OVER)).exclude(account_id__in=held).count()


def _print(report: Report) -> None:
    table = Table("figure", title=f"{report.tasks} tasks in {report.seconds:.0f} s, scraped all the time")
    for head in ("metrics", "books", ""):
        table.add_column(head, justify="right")
    for line in report.lines:
        table.add_row(line.name, f"{line.says:g}", f"{line.books:g}", "" if line.agrees else "[red]✗[/]")
    _console.print(table)
    costs = Table("process", title="What it costs")
    for head in ("scrapes", "median ms", "p95 ms", "longest ms", "MB at first", "MB at last"):
        costs.add_column(head, justify="right")
    for name, timing in report.watcher.timings.items():
        memory = report.watcher.megabytes[name]
        if not memory:  # interrupted before the first
            continue
        figures = (timing.median, timing.quantile(0.95), timing.quantile(1), memory[0], memory[-1])
        costs.add_row(name, str(len(timing.samples)), *(f"{figure:.0f}" for figure in figures))
    _console.print(costs)
    for line in report.wrong:
        _console.print(line, style="red")
