"""``/metrics`` of a bot that runs says what the database has, and what the process has met."""

import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientError
from prometheus_client import generate_latest
from slack_sdk.errors import SlackApiError

from bot.app import running
from bot.manifest import EVENTS_PATH
from bot.monitoring import metrics
from bot.monitoring.readiness import Readiness
from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from bot.slack.pacing import slack_client
from models.accounts import holds
from models.domain.lifecycle import Status
from models.monitoring import processes
from models.monitoring.gauges import Step, Tracker
from models.secrets.sealing import Sealer
from models.sql import rows
from models.tables.messages import Outbox
from models.tables.tasks import Attempt, Event, Task
from models.tasks import bulk, claims, counts
from tests.benchmarks.measuring.watcher import free_ports
from tests.bot.monitoring import scraped
from tests.bot.monitoring.scraped import read, scrape
from tests.factories import claimed, ended, waiting_tasks


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def port(config: Settings, slack: LocalSlack) -> AsyncIterator[int]:
    """Where a bot says how things are."""
    own = free_ports()
    async with running(config.model_copy(update={"metrics_port": own, "admins": ("U0CHEN",)})):
        yield own


async def test_the_figures_of_tasks_are_the_databases(port: int, sealer: Sealer) -> None:
    await _some_of_everything(sealer)

    for _ in "12":  # before and after the changes are folded into the tally
        scraped = await scrape(port)

        assert scraped.all("bellhop_tasks") == {
            (row["name"], row["status"]): row["n"]
            for row in await rows(
                "SELECT g.name, t.status, COUNT(*) AS n FROM task t JOIN account_group g ON g.id = t.group_id "
                "GROUP BY g.name, t.status"
            )
        }
        assert scraped.moves() == await _moves()
        await counts.fold()


async def _some_of_everything(sealer: Sealer) -> None:
    now = datetime.now(UTC)
    first, second, third, *_ = await waiting_tasks(6, sealer)
    await waiting_tasks(3, sealer, kind="create_page", group="apac")
    await ended(first)
    await ended(second, status=Status.TIMED_OUT)
    await bulk.cancel([third], by="U0ANA", now=now)
    await bulk.repeat([second], by="U0ANA", batch_id=None, now=now)


async def _moves() -> Counter[Step]:
    return Counter(Step(row.move, row.from_status, row.to_status) for row in await Event.all().order_by("id"))


async def test_ages_count_from_the_request_and_not_from_the_tasks_creation(port: int, sealer: Sealer) -> None:
    now = datetime.now(UTC)
    old, fresh = await waiting_tasks(2, sealer)
    await ended(old)
    await Task.filter(id=old).update(created_at=now - timedelta(days=3))
    await bulk.repeat([old], by="U0ANA", batch_id=None, now=now)
    await Attempt.filter(task_id=fresh).update(asked_at=now - timedelta(seconds=600))

    assert 600 <= (await scrape(port)).of("bellhop_oldest_waiting_seconds") < 660

    await claims.claim(fresh, worker="w", now=now - timedelta(seconds=300))
    scraped = await scrape(port)
    assert scraped.of("bellhop_oldest_waiting_seconds") < 60
    assert 300 <= scraped.of("bellhop_oldest_live_seconds", type="check") < 360
    assert scraped.of("bellhop_task_limit_seconds", type="check") == 60


async def test_a_task_whose_account_is_held_or_busy_is_not_what_waits(port: int, sealer: Sealer) -> None:
    now = datetime.now(UTC)
    held, busy = await waiting_tasks(2, sealer)
    behind = (await waiting_tasks(2, sealer))[1]
    await Attempt.all().update(asked_at=now - timedelta(hours=1))
    await claimed(busy)
    await holds.hold([(await Task.get(id=held)).account_id], why="its owner is away", by="U0ANA", now=now)

    scraped = await scrape(port)

    assert (await Task.get(id=behind)).status is Status.WAITING
    assert scraped.of("bellhop_oldest_waiting_seconds") == 0
    assert scraped.of("bellhop_accounts_held") == 1


async def test_what_slack_is_owed_is_counted(port: int) -> None:
    now = datetime.now(UTC)
    # Of kinds nobody sends: the bot's own relay takes nothing from under the test.
    late = {"kind": "parrot", "created_at": now, "about": 1}
    in_hand = {"state": "sending", "lease_until": now + timedelta(hours=1)}  # is not sent
    await Outbox.create(**late, key="1", due_at=now - timedelta(seconds=90), **in_hand)
    await Outbox.create(**late, key="2", due_at=now + timedelta(hours=1))
    await Outbox.create(**late, key="3", due_at=now, state="dead", error="is_archived")

    scraped = await scrape(port)

    assert scraped.of("bellhop_outbox_pending") == 2
    assert (
        89 <= scraped.of("bellhop_outbox_oldest_seconds") < 120
    )  # a machine sets its clock right now and then
    assert scraped.of("bellhop_outbox_dead") == 1


async def test_processes_are_counted_while_they_live(port: int) -> None:
    now = datetime.now(UTC)
    await processes.seen("host:1", "worker", "", now=now)
    await processes.seen("host:2", "worker", "", now=now)
    await processes.seen("host:3", "scheduler", "", now=now - timedelta(minutes=5))

    scraped = await scrape(port)

    assert scraped.all("bellhop_processes") == {("bot",): 1, ("worker",): 2}
    assert scraped.of("bellhop_processes", kind="scheduler") == 0
    assert scraped.of("bellhop_build_info", version="0.1.0") == 1
    assert scraped.of("bellhop_database_up") == 1


async def test_a_click_is_timed_slack_is_counted_and_so_is_a_refusal(
    config: Settings, port: int, slack: LocalSlack, ana: Person
) -> None:
    slack.request_url = f"http://127.0.0.1:{config.port}{EVENTS_PATH}"
    before = await scrape(port)

    await ana.say("/tasks")  # she is no admin of this bot
    await ana.wait_for_message("You may not see what Bellhop does.")

    after = await scrape(port)
    for name in ("bellhop_refused_total", "bellhop_ack_seconds_count"):
        assert after.of(name) == before.of(name) + 1


async def test_what_slack_answers_is_counted_by_method_and_result(
    config: Settings, slack: LocalSlack
) -> None:
    client = slack_client(config)
    before = read(generate_latest().decode())
    slack.switches.fail("chat.postMessage", "429")
    slack.switches.fail("chat.postMessage", "lost")
    slack.switches.fail("chat.postMessage", "not_in_channel")

    for _ in range(4):
        with suppress(SlackApiError, ClientError):
            await client.chat_postMessage(channel="C0OPS", text="hello")

    after = read(generate_latest().decode())
    name = "bellhop_slack_requests_total"
    came = Counter(after.all(name)) - Counter(before.all(name))
    assert came == {
        ("chat.postMessage", result): 1 for result in ("ratelimited", "no_answer", "not_in_channel", "ok")
    }
    assert after.of("bellhop_slack_ratelimited_total") == before.of("bellhop_slack_ratelimited_total") + 1


async def test_of_a_long_history_each_event_is_counted_once(
    database: str, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.monitoring.gauges._CHUNK", 3)
    monkeypatch.setattr("models.monitoring.gauges._LATE", 2)
    monkeypatch.setattr("models.monitoring.gauges._MOST_CHUNKS", 2)
    tracker, now = Tracker(), datetime.now(UTC)
    for task_id in await waiting_tasks(4, sealer):
        await ended(task_id)

    counted = [(await tracker.gauges(now=now)).moves for _ in range(3)]
    assert counted == [None, None, await _moves()]

    await _some_of_everything(sealer)
    while (moves := (await tracker.gauges(now=now)).moves) is None:
        pass
    assert moves == await _moves()


async def test_slacks_public_port_knows_no_metrics(config: Settings, port: int) -> None:
    assert (await scraped.get(config.port, "/metrics"))[0] == 404
    assert (await scraped.get(port, "/metrics"))[0] == 200
    for path, text in (("/healthz", "ok"), ("/readyz", "ready")):
        assert await scraped.get(config.port, path) == await scraped.get(port, path) == (200, text)


async def test_several_workers_of_one_machine_each_have_a_port(config: Settings) -> None:
    own = free_ports()
    settings = config.model_copy(update={"metrics_port": own})
    ready = Readiness(redis_url="")
    async with metrics.served(settings, "worker", ready), metrics.served(settings, "worker", ready):
        for port in (own + 2, own + 3):
            scraped = await scrape(port)
            assert "bellhop_database_up" not in {name for name, _ in scraped.samples}
            assert scraped.of("process_start_time_seconds") > 0


async def test_where_no_port_is_free_the_bot_runs_unwatched(config: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as occupied:
        own = occupied.getsockname()[1]
        async with running(config.model_copy(update={"metrics_port": own})):
            assert await scraped.get(config.port, "/healthz") == (200, "ok")
