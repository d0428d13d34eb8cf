"""Durable no-op tasks through the real path, beside other queues that keep a row or a result of each task.

Everybody has one worker process, the same PostgreSQL (fsync on) and the same Redis. That Redis keeps nothing on disk:
Bellhop's and procrastinate's tasks outlive it, while those that wait in Celery, arq and dramatiq outlive a worker only.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from redis.asyncio import Redis
from rich.console import Console
from rich.table import Table
from tortoise.backends.base.executor import EXECUTOR_CACHE

from bot.queue.notifier import Notifier
from bot.queue.redis_broker import StreamBroker
from bot.sandbox.redis import RedisServer, find_redis
from models.accounts.records import save_accounts
from models.batches import create
from models.database import database, migrate
from models.domain.lifecycle import Status
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer, new_key
from models.tables.accounts import Account
from models.tables.tasks import Attempt, Task
from tests.benchmarks.measuring.meter import Meter
from tests.benchmarks.measuring.rates import Rate, performed, worker
from tests.benchmarks.peer_queues import PEERS, Servers, install, measure
from tests.long_command import say, told
from tests.postgres import PostgresServer

_A_BATCH = 1000  # tasks in one batch, as the form allows
_console = Console(width=120)


async def run(tasks: int) -> None:
    """Print tasks a second of Bellhop on both databases and of the peers, and Bellhop's latency."""
    rates: dict[str, Rate] = {}
    with tempfile.TemporaryDirectory(prefix="bellhop-engine-") as name:
        folder = Path(name)
        redis = RedisServer(find_redis() or Path("redis-server"))
        postgres = await asyncio.to_thread(PostgresServer, {"fsync": "on", "shared_buffers": "512MB"})
        try:
            with told(lambda: _print(rates, tasks)):
                for kind in ("sqlite", "postgres"):
                    say(f"Bellhop, {kind}")
                    url = (
                        f"sqlite://{folder}/t.sqlite3" if kind == "sqlite" else await postgres.new_database()
                    )
                    rates[f"Bellhop, {kind}"], latencies = await _bellhop(url, redis, tasks)
                    _tell_latency(kind, latencies)
                    await _empty(redis)
                await _peers(Servers(postgres=postgres, redis=redis), folder, tasks, rates)
        finally:
            postgres.close()
            redis.close()


async def _peers(servers: Servers, folder: Path, tasks: int, rates: dict[str, Rate]) -> None:
    """One that fails says why and is left out: the figures of the others took minutes and are worth printing."""
    for peer in PEERS:
        say(peer.name)
        try:
            programs = await asyncio.to_thread(install, peer, folder / peer.name.split()[0].strip(","))
            rates[peer.name] = await measure(peer, programs, servers, tasks)
        except (RuntimeError, subprocess.SubprocessError) as error:
            _console.print(f"{peer.name}: {error}", markup=False)
        await _empty(servers.redis)


async def _bellhop(url: str, redis: RedisServer, tasks: int) -> tuple[Rate, list[float]]:
    EXECUTOR_CACHE.clear()
    await migrate(url)
    mark = f"engine-{time.time()}"
    broker = StreamBroker(redis.url)
    await broker.startup()
    async with database(url):
        accounts = await _accounts(tasks)
        begun = time.monotonic()
        ids = [task_id for chunk in accounts for task_id in await _create(chunk)]
        creating = len(ids) / (time.monotonic() - begun)
        notifier = Notifier(broker)
        for n in range(0, len(ids), _A_BATCH):
            await notifier.notify(ids[n : n + _A_BATCH])
        command = [sys.executable, "-m", "taskiq", "worker", "tests.benchmarks.surroundings.noop_worker:make", "--workers", "1",
                   "--max-async-tasks", "10", "--ack-type", "when_received", "--no-configure-logging"]  # fmt: skip
        environment = {"DATABASE_URL": url, "REDIS_URL": redis.url}
        async with Meter(mark) as meter, worker(command, environment, mark) as at_work:
            performing, cpu = await performed(
                lambda: Task.filter(status=Status.ENDED).count(), len(ids), meter, at_work
            )
            latencies = await _latencies(notifier, accounts[0][:40])
    await broker.shutdown()
    return Rate(creating=creating, performing=performing, cpu=cpu), latencies


async def _accounts(number: int) -> list[list[int]]:
    """As many accounts, in batches."""
    records = [AccountRecord(login=f"a{n}", group="g") for n in range(number)]
    await save_accounts(records, sealer=Sealer([new_key("engine")]))
    ids = [account.id for account in await Account.all().order_by("id")]
    return [ids[n : n + _A_BATCH] for n in range(0, len(ids), _A_BATCH)]


async def _create(accounts: Sequence[int]) -> list[int]:
    asked = BatchRequest(type="check", account_ids=tuple(accounts), by="U0ANA", channel="C0OPS", params={})
    return (await create.create(asked, now=datetime.now(UTC)))[1]


async def _latencies(notifier: Notifier, accounts: Sequence[int]) -> list[float]:
    """Milliseconds from creation to start, one task at a time."""
    latencies: list[float] = []
    for account in accounts:
        asked = datetime.now(UTC)
        ids = await _create([account])
        await notifier.notify(ids)
        while not (begun := await Attempt.filter(task_id=ids[0], started_at__isnull=False).first()):  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        latencies.append((begun.started_at - asked).total_seconds() * 1000)
        await asyncio.sleep(0.05)
    return latencies


async def _empty(redis: RedisServer) -> None:
    async with Redis.from_url(redis.url) as client:
        await client.flushall()


def _tell_latency(kind: str, latencies: Sequence[float]) -> None:
    cuts = statistics.quantiles(latencies, n=20)
    _console.print(f"{kind}: from creation to start {cuts[9]:.0f} ms median, {cuts[18]:.0f} ms for 95 of 100")


def _print(rates: dict[str, Rate], tasks: int) -> None:
    table = Table("engine", title=f"{tasks} durable no-op tasks, one worker process")
    for head in ("created a second", "performed a second", "a second and core", "CPU ms a task"):
        table.add_column(head, justify="right")
    for name, rate in rates.items():
        # Over before two looks at the processor: no figure is better than a wrong one.
        cost = (f"{rate.a_core:.0f}", f"{rate.cpu:.2f}") if rate.cpu else ("-", "-")
        table.add_row(name, f"{rate.creating:.0f}", f"{rate.performing:.0f}", *cost)
    _console.print(table)
