"""Other queues with the same no-op, each in an environment of its own."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from redis.asyncio import Redis

from bot.sandbox.redis import RedisServer
from tests.benchmarks.measuring.meter import Meter
from tests.benchmarks.measuring.rates import ROOT, Counter, Rate, performed, worker
from tests.postgres import PostgresServer

_APPS = "tests.benchmarks.peers"
_PROCRASTINATE = ("procrastinate", "--log-level", "warning", "--app", f"{_APPS}.procrastinate_app.app")
_ASKING = 900.0  # seconds for a program that asks for all tasks


@dataclass(frozen=True, kw_only=True)
class Servers:
    """What all engines live on."""

    postgres: PostgresServer
    redis: RedisServer


@dataclass(frozen=True, kw_only=True)
class Peer:
    """One queue: its worker, and where what came of its tasks is kept."""

    name: str
    packages: tuple[str, ...]
    module: str
    command: tuple[str, ...]
    rows: str = ""  # a question that counts what is done, or
    keys: str = ""  # the pattern of its results in Redis
    schema: tuple[str, ...] = ()


PEERS = (
    Peer(
        name="Celery, result in PostgreSQL",
        packages=("celery[redis]==5.7.0", "sqlalchemy==2.1.9", "psycopg2-binary==2.9.13"),
        module=f"{_APPS}.celery_app",
        command=("celery", "-A", f"{_APPS}.celery_app", "worker", "-c", "1", "-l", "error"),
        rows="SELECT count(*) FROM celery_taskmeta WHERE status = 'SUCCESS'",
    ),
    Peer(
        name="procrastinate, PostgreSQL",
        packages=("procrastinate==3.10.0", "psycopg[binary,pool]==3.3.9"),
        module=f"{_APPS}.procrastinate_app",
        command=(*_PROCRASTINATE, "worker", "--concurrency", "10"),
        rows="SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'",
        schema=(*_PROCRASTINATE, "schema", "--apply"),
    ),
    Peer(
        name="arq, result in Redis",
        packages=("arq==0.28.0",),
        module=f"{_APPS}.arq_app",
        command=("arq", f"{_APPS}.arq_app.WorkerSettings", "--custom-log-dict", f"{_APPS}.arq_app.LOGS"),
        keys="arq:result:*",
    ),
    Peer(
        name="dramatiq, result in Redis",
        packages=("dramatiq[redis]==2.2.1",),
        module=f"{_APPS}.dramatiq_app",
        command=("dramatiq", f"{_APPS}.dramatiq_app", "-p", "1", "-t", "10"),
        keys="?" * 32,  # the names of its results are digests
    ),
)


def install(peer: Peer, folder: Path) -> Path:
    """Into an environment of its own, since each wants another Redis client; return the folder of its programs."""
    subprocess.run(["uv", "venv", "-q", "--python", sys.executable, str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run(["uv", "pip", "install", "-q", "--python", str(python), *peer.packages], check=True)
    return folder / "bin"


async def measure(peer: Peer, programs: Path, servers: Servers, tasks: int) -> Rate:
    """Ask for the tasks, then start the worker."""
    url, mark = await servers.postgres.new_database(), f"peer-{time.time()}"
    environment = {"REDIS_URL": servers.redis.url, "PEER_DATABASE": url}
    if peer.schema:
        _run(programs, peer.schema, environment)
    creating = tasks / float(
        _run(programs, ("python", "-m", peer.module, str(tasks)), environment).split()[-1]
    )

    done: Counter = (
        (lambda: _rows(url, peer.rows)) if peer.rows else (lambda: _keys(servers.redis, peer.keys))
    )
    command = [str(programs / peer.command[0]), *peer.command[1:]]
    async with Meter(mark) as meter, worker(command, environment, mark) as at_work:
        performing, cpu = await performed(done, tasks, meter, at_work)
    return Rate(creating=creating, performing=performing, cpu=cpu)


def _run(programs: Path, command: tuple[str, ...], environment: dict[str, str]) -> str:
    ended = subprocess.run(
        [programs / command[0], *command[1:]], check=False, capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)}, timeout=_ASKING,
    )  # fmt: skip
    if ended.returncode:
        raise RuntimeError(f"{command} ended with {ended.returncode}: {ended.stderr[-2000:]}")
    return ended.stdout


async def _rows(url: str, question: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval(question))
    except asyncpg.UndefinedTableError:
        return 0
    finally:
        await connection.close()


async def _keys(redis: RedisServer, pattern: str) -> int:
    async with Redis.from_url(redis.url) as client:
        # A scan may name a key twice.
        return len({key async for key in client.scan_iter(match=pattern, count=5000)})
