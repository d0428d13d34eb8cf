"""``/readyz``: not ready without the database, its tables or Slack; slower, but ready, without Redis."""

import pytest
from redis.asyncio import Redis

from bot.monitoring import readiness
from bot.monitoring.readiness import Readiness
from bot.sandbox.redis import RedisServer, free_port
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack.pacing import slack_client
from models.database import close_database, open_database

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was answered before counts."""
    monkeypatch.setattr(readiness, "_FRESH", 0.0)
    monkeypatch.setattr(readiness, "_LATELY", 0.0)


@pytest.fixture
def ready(config: Settings, slack: LocalSlack) -> Readiness:
    return Readiness(redis_url=config.redis_url, slack=slack_client(config))


@pytest.fixture
def transport() -> str:
    return "http"


async def test_all_there_is_ready(database: str, ready: Readiness) -> None:
    assert await ready.look() == (200, "ready")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("invalid_auth", (503, "Slack refuses the token")),
        ("token_revoked", (503, "Slack refuses the token")),
        ("lost", (503, "Slack is away")),
        ("500", (503, "Slack is away")),
        ("429", (200, "ready")),
    ],
)
async def test_slack_counts(
    database: str, ready: Readiness, slack: LocalSlack, answer: str, said: tuple[int, str]
) -> None:
    slack.switches.fail("auth.test", answer)

    assert await ready.look() == said
    assert await ready.look() == (200, "ready")


async def test_slack_is_not_asked_while_it_took_the_token_lately(
    database: str, ready: Readiness, slack: LocalSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "_LATELY", 60.0)
    for _ in "123":
        await ready.look()

    assert [call["method"] for call in slack.books()["calls"]] == ["auth.test"]


async def test_a_token_that_was_refused_by_any_call_is_looked_at_again(
    database: str, config: Settings, slack: LocalSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "_LATELY", 60.0)
    client = slack_client(config)
    ready = Readiness(redis_url=config.redis_url, slack=client)
    await ready.look()
    slack.switches.fail("*", "token_revoked", times=2)

    with pytest.raises(Exception, match="token_revoked"):
        await client.chat_postMessage(channel="C0OPS", text="hello")

    assert await ready.look() == (503, "Slack refuses the token")


async def test_without_redis_the_work_goes_on_more_slowly(
    database: str, config: Settings, redis_server: RedisServer
) -> None:
    away = Readiness(redis_url=f"redis://127.0.0.1:{free_port()}", slack=slack_client(config))

    assert await away.look() == (200, "degraded: Redis cannot be reached")


async def test_a_redis_that_takes_nothing_is_told_from_one_that_is_away(
    database: str, ready: Readiness, redis_server: RedisServer
) -> None:
    async with Redis.from_url(redis_server.url) as redis:
        await redis.execute_command("REPLICAOF", "127.0.0.1", free_port())
        try:
            answer = await ready.look()
        finally:
            await redis.execute_command("REPLICAOF", "NO", "ONE")

    assert answer == (200, "degraded: Redis accepts no writes: it is a replica")
    assert await ready.look() == (200, "ready")


async def test_a_process_that_does_not_talk_to_slack_is_not_asked_for_it(
    database: str, config: Settings, slack: LocalSlack
) -> None:
    assert await Readiness(redis_url=config.redis_url).look() == (200, "ready")
    assert slack.books()["calls"] == []


async def test_a_database_without_tables_is_not_ready(ready: Readiness, database_url: str, tmp_path) -> None:
    await open_database(f"sqlite://{tmp_path}/empty.sqlite3")
    try:
        assert await ready.look() == (503, "database not ready")
    finally:
        await close_database()


async def test_a_database_that_is_closed_is_away(ready: Readiness, database_url: str) -> None:
    await open_database(database_url)
    await close_database()

    assert (await ready.look())[0] == 503


async def test_however_often_somebody_asks_the_database_is_asked_once_a_second(
    database: str, ready: Readiness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "_FRESH", 60.0)
    assert await ready.look() == (200, "ready")
    await close_database()

    assert await ready.look() == (200, "ready")
