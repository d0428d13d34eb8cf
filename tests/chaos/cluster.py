"""A whole cluster to inject faults into, with everything it depends on: all of the Procfile's processes, each started again when it ends."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import libfaketime
from tortoise.queryset import QuerySet

from bot.demo.processes import COMMANDS, Processes
from bot.queue.notifier import Notifier
from bot.queue.redis_broker import StreamBroker
from bot.sandbox.redis import RedisServer, find_redis, free_port
from bot.sandbox.site import Member, PracticeSite
from bot.sandbox.slack import LocalSlack
from models.accounts.records import save_accounts
from models.batches import create
from models.database import database, migrate
from models.domain.failpoints import Failpoint
from models.domain.lifecycle import OVER
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.requests import BatchRequest
from models.messages.kinds import MessageKind
from models.secrets.sealing import Sealer, new_key
from models.tables.accounts import Account
from models.tables.messages import Outbox
from models.tables.tasks import Task
from tests.postgres import PostgresServer

ACCOUNTS = 6
_DYING = 0.3  # seconds
GROUP = "members"
_ROOT = Path(__file__).parents[2]
_BOT = f"{sys.executable} -m tests.chaos.bot"
_WORKER = COMMANDS["worker"].replace("bot.worker", "tests.chaos.worker")
_SCHEDULER = COMMANDS["scheduler"].replace("bot.scheduler", "tests.chaos.scheduler")
_FAKETIME = Path(libfaketime.__file__).parent / "vendor/libfaketime/src/libfaketime.so.1"
_SHIFTED = f"env LD_PRELOAD={_FAKETIME} DONT_FAKE_MONOTONIC=1 FAKETIME"
_COMMANDS = COMMANDS | {
    "bot": _BOT,
    "bot over HTTP": f"/bin/sh -c 'ulimit -n 1024; SLACK_APP_TOKEN= exec {_BOT}'",
    "worker": _WORKER,
    "scheduler": _SCHEDULER,
    "second scheduler": _SCHEDULER,
    "worker of tomorrow": f"{_SHIFTED}=+1h {_WORKER}",
    "scheduler of yesterday": f"{_SHIFTED}=-1h {_SCHEDULER}",
}


@dataclass(kw_only=True)
class Cluster:
    """Everything that runs. ``names`` counts what was asked for, so that nothing is asked for twice."""

    site: PracticeSite
    slack: LocalSlack
    redis: RedisServer
    processes: Processes
    notifier: Notifier
    notifier_of_tomorrow: Notifier  # a newer bot's: no worker of today knows its message
    deadly: Path
    database: str  # its URL
    port: int  # of the bot that Slack reaches by HTTP
    postgres: PostgresServer | None
    accounts: int = ACCOUNTS
    names: int = 0
    killed: int = 0
    expected: int = 0  # tasks, asked for by whatever way
    created: list[int] = field(default_factory=list[int])
    wrong: list[str] = field(default_factory=list[str])  # what a fault found wrong itself, in sentences

    async def ask(self, *kinds: str, notifier: Notifier | None = None) -> list[int]:
        """Create one batch of each type on every account, as the form does, and notify."""
        accounts = tuple([account.id for account in await Account.all().order_by("id")])
        ids: list[int] = []
        for kind in kinds:
            self.names += 1
            self.expect()
            params = {
                "create_page": {"page_name": f"Shop {self.names}", "category": "Community"},
                "create_bm": {"bm_name": f"Business {self.names}"},
            }.get(kind, {})
            request = BatchRequest(
                type=kind, account_ids=accounts, by="U0ANA", channel="C0OPS", params=params
            )
            ids += (await create.create(request, now=datetime.now(UTC)))[1]
        self.created += ids
        await (notifier or self.notifier).notify(ids)
        return ids

    def expect(self) -> None:
        """One task more for every account will be asked for."""
        self.expected += self.accounts

    def kill_at(self, point: Failpoint) -> None:
        """Let the first process that reaches this point die there."""
        draft = self.deadly.with_suffix(".new")
        draft.write_text(point)
        draft.rename(self.deadly)

    def stop_at(self, point: Failpoint) -> None:
        """Let the first process that reaches this point stand still there, until it is told to go on."""
        draft = self.deadly.with_suffix(".new")
        draft.write_text(f"stop {point}")
        draft.rename(self.deadly)

    def kill_at_statement(self, number: int) -> None:
        """Let the bot die before so many statements more of the database."""
        draft = self.deadly.with_suffix(".new")
        draft.write_text(f"statement {number}")
        draft.rename(self.deadly)

    async def until_dead(self, seconds: float) -> bool:
        """Wait until a process died at the point that was set."""
        async with asyncio.timeout(seconds):
            while self.deadly.exists():  # noqa: ASYNC110 - a killed process notifies nobody
                await asyncio.sleep(0.05)
        self.killed += 1
        await asyncio.sleep(_DYING)  # until Slack has noticed that its connection is gone
        return True

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal to a process of the Procfile with all its children."""
        for pid in self.processes.family(name):
            os.kill(pid, number)

    async def until_stopped(self, seconds: float) -> None:
        """Wait until a process stands still at the point that was set."""
        async with asyncio.timeout(seconds):
            while self.deadly.exists():  # noqa: ASYNC110 - a stopped process notifies nobody
                await asyncio.sleep(0.05)

    async def until_over(self, seconds: float) -> float:
        """Wait until every task is over; return how long it took. Stuck is what does not move for so many seconds."""
        loop = asyncio.get_running_loop()
        begun, left = loop.time(), -1
        async with asyncio.timeout(seconds) as limit:
            while now_left := await Task.exclude(status__in=list(OVER)).count():
                if now_left != left:
                    left = now_left
                    limit.reschedule(loop.time() + seconds)
                await asyncio.sleep(0.1)
        return loop.time() - begun

    async def until_sent(self, seconds: float) -> None:
        """Wait until every message was sent to Slack."""
        async with asyncio.timeout(seconds):
            while await owed().exists():  # noqa: ASYNC110 - nor here
                await asyncio.sleep(0.1)


def owed() -> QuerySet[Outbox]:
    """The messages that should reach Slack now. A reminder of a file that was left there is for later."""
    unsent = Outbox.filter(state__in=["pending", "sending"])
    return unsent.exclude(kind=MessageKind.FILE_LEFT, due_at__gt=datetime.now(UTC))


Fault = Callable[[Cluster], Awaitable[None]]


@asynccontextmanager
async def start_cluster(kind: str, accounts: int = ACCOUNTS) -> AsyncGenerator[Cluster]:
    """Up, with a handful of accounts; ``kind`` is ``sqlite`` or ``postgres``."""
    members = _members(accounts)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bellhop-chaos-")))
        site = await stack.enter_async_context(PracticeSite(members, posts=0))
        slack = await stack.enter_async_context(LocalSlack())
        slack.switches.set({"rate_limits": False})
        redis = RedisServer(find_redis() or Path("redis-server"))
        stack.callback(redis.close)
        (url, server), key = await _database(kind, folder, stack), new_key("chaos")
        await save_accounts(
            [AccountRecord(login=m.login, group=GROUP, session=site.session_for(m.login)) for m in members],
            sealer=Sealer([key]),
        )
        port = free_port()
        environment = _environment(url, redis, slack, site, key) | {
            "CHAOS_FILE": str(folder / "deadly"),
            "PORT": str(port),
        }
        processes = await _up(Processes(environment, folder, _COMMANDS), slack, stack)
        broker = StreamBroker(redis.url)
        await broker.startup()
        stack.push_async_callback(broker.shutdown)
        deadly = folder / "deadly"
        yield Cluster(
            site=site,
            slack=slack,
            redis=redis,
            processes=processes,
            notifier=Notifier(broker),
            notifier_of_tomorrow=Notifier(broker, "bellhop:perform-of-tomorrow"),
            deadly=deadly,
            accounts=accounts,
            database=url,
            port=port,
            postgres=server,
        )


def _members(accounts: int) -> list[Member]:
    return [
        Member(
            login=f"m{n}@example.com", user_id=str(100012340000000 + n), password="any", name=f"Member {n}"
        )
        for n in range(accounts)
    ]


def _environment(
    url: str, redis: RedisServer, slack: LocalSlack, site: PracticeSite, key: str
) -> dict[str, str]:
    """The settings of every process."""
    return {
        "DATABASE_URL": url, "REDIS_URL": redis.url, "SLACK_API_URL": slack.api_url, "BELLHOP_SITE_URL": site.url,
        "SLACK_BOT_TOKEN": slack.workspace.bot_token, "SLACK_APP_TOKEN": slack.workspace.app_token,
        "BELLHOP_SECRET_KEYS": key, "BELLHOP_ADMINS": "U0ANA", "BELLHOP_CONCURRENCY": "2", "PYTHONPATH": str(_ROOT),
        "SLACK_SIGNING_SECRET": slack.workspace.signing_secret, "BELLHOP_HOST": "127.0.0.1",
    }  # fmt: skip


async def _up(processes: Processes, slack: LocalSlack, stack: AsyncExitStack) -> Processes:
    """The Procfile's processes, each started again when it ends."""
    stack.push_async_callback(processes.close)
    for name in ("bot", "worker", "scheduler"):
        processes.start(name)
    watching = asyncio.create_task(processes.watch())
    stack.callback(watching.cancel)
    await slack.connected(seconds=30)
    return processes


async def _database(kind: str, folder: Path, stack: AsyncExitStack) -> tuple[str, PostgresServer | None]:
    """A new one, migrated and open; (its URL, its server)."""
    url, server = f"sqlite://{folder}/tasks.sqlite3", None
    if kind == "postgres":
        server = await asyncio.to_thread(PostgresServer)
        stack.callback(server.close)
        url = await server.new_database()
    await migrate(url)
    await stack.enter_async_context(database(url))
    return url, server
