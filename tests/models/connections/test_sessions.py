"""PostgreSQL: neither end of a connection waits for the other without a limit, and how sessions are set is not left to chance."""

import asyncio
import os
import select
import signal
import socket
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from tortoise import connections

from models.access import grants
from models.connections import session
from models.database import database, is_outage
from models.domain.lifecycle import Status
from models.domain.permissions import Action, Actor, Deed
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import rows, transaction
from models.tables.tasks import Task
from models.tasks import bulk, claims
from tests.factories import waiting_tasks
from tests.models.connections.frozen import frozen
from tests.models.connections.silent_way import silent_way
from tests.pgbouncer import PgBouncer
from tests.postgres import PostgresServer


async def _ask() -> object:
    return await rows("SELECT 1 AS n")


async def _ask_in_a_transaction() -> object:
    return await transaction(_ask)


@pytest.mark.parametrize("ask", [_ask, _ask_in_a_transaction])
async def test_of_a_way_that_carries_nothing_more_all_connections_are_given_up_at_the_first_silence(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, ask: Callable[[], Awaitable[object]]
) -> None:
    monkeypatch.setattr(session, "PATIENCE", 0.5)
    monkeypatch.setattr(session, "_ACKNOWLEDGED", 0.1)
    async with silent_way(postgres_url) as way, database(way.url + "?minsize=3&maxsize=3"):
        await ask()
        way.forget()
        with pytest.raises(TimeoutError):
            await ask()
        async with asyncio.timeout(5):
            assert await asyncio.gather(*(ask() for _ in range(6))) == [[{"n": 1}]] * 6


async def test_a_statement_that_only_takes_too_long_keeps_its_connection(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "PATIENCE", 0.2)
    async with database(postgres_url + "?maxsize=1"):
        (before,) = await rows("SELECT pg_backend_pid() AS pid")
        with pytest.raises(TimeoutError):
            await rows("SELECT pg_sleep(60)")
        assert await rows("SELECT pg_backend_pid() AS pid") == [before]


async def test_nobody_waits_for_a_free_connection_without_a_limit(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "PATIENCE", 0.2)
    begun, done = asyncio.Event(), asyncio.Event()

    async def long() -> None:
        begun.set()
        await done.wait()

    async with database(postgres_url + "?maxsize=1&command_timeout=60"):
        async with asyncio.TaskGroup() as both:
            both.create_task(transaction(long))
            await begun.wait()
            with pytest.raises(TimeoutError) as error:
                await rows("SELECT 1")
            done.set()
        assert is_outage(error.value)
        assert await rows("SELECT 1 AS n") == [{"n": 1}]


async def test_a_connection_that_the_server_ended_at_rest_is_not_handed_out(postgres_url: str) -> None:
    """Nor before the event loop has had a turn to see it."""
    async with database(postgres_url + "?minsize=2&maxsize=2"):
        at_rest = await asyncio.gather(
            *(rows("SELECT pg_backend_pid() AS pid, pg_sleep(0.05)") for _ in "12")
        )
        for (one,) in at_rest:
            ended = os.pidfd_open(one["pid"])
            os.kill(one["pid"], signal.SIGTERM)
            select.select([ended], [], [])
            os.close(ended)
        assert await asyncio.gather(_ask(), _ask_in_a_transaction()) == [[{"n": 1}]] * 2


async def test_both_ends_look_whether_the_other_is_there_also_after_much_use(postgres_url: str) -> None:
    names = [name for name in session._settings() if name != "default_transaction_isolation"]
    async with database(postgres_url + "?maxsize=1"):
        for _ in range(3):
            await _ask_in_a_transaction()
        set_to = {
            row["name"]: int(row["setting"])
            for row in await rows("SELECT name, setting FROM pg_settings WHERE name IN (:names)", names=names)
        }
        async with connections.get("default").acquire_connection() as connection:
            way = connection._transport.get_extra_info("socket")
            probes = way.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            dead_after = way.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)

    assert set_to == {name: session._settings()[name] for name in names}
    assert probes
    assert dead_after <= 30_000


async def _claims_and_a_cancel(now: datetime) -> Any:
    _, second, third, last = await Task.all().order_by("id").values_list("id", flat=True)
    got = await asyncio.gather(
        claims.claim(second, worker="w2", now=now),
        claims.claim(third, worker="w3", now=now),
        bulk.cancel([last], by="U0ANA", now=now),
    )
    assert all(got)


async def _another_change(now: datetime) -> Any:
    ben = Actor(user="U0BEN", subjects=("U0BEN",), is_first_admin=True)
    deed = Deed(action=Action.CANCEL, about="#1", groups=("emea",))
    await transaction(lambda: grants.record_done(ben, deed, now=now))


async def _the_lost_answer(now: datetime) -> Any:
    """It is for another relay once the lease is over."""
    later = now + 2 * outbox.LEASE
    while not await outbox.take([MessageKind.NOTE], now=later, most=9):  # noqa: ASYNC110 - a lock has no event
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_one_that_freezes_in_a_transaction_keeps_the_others_no_longer_than_a_pause_and_has_done_nothing(
    database: str, sealer: Sealer, now: datetime
) -> None:
    await waiting_tasks(4, sealer)
    await outbox.enqueue(MessageKind.NOTE, 1, now=now)
    async with asyncio.timeout(20), frozen(database, pause=1) as one:
        await asyncio.gather(_claims_and_a_cancel(now), _another_change(now), _the_lost_answer(now))

        assert await one.wakes() == ["outage"] * 3
    first = await Task.all().order_by("id").first()
    assert first is not None
    assert first.status == Status.WAITING
    assert await rows("SELECT actor FROM audit WHERE about = 'ann'") == []


@pytest.fixture(scope="module")
def pooler(postgres_server: PostgresServer) -> Any:
    running = PgBouncer(postgres_server)
    yield running
    running.close()


@pytest.mark.parametrize("given", ["", "?statement_cache_size=0"])
async def test_behind_a_pooler_each_transaction_brings_its_limit_and_leaves_no_trace(
    pooler: PgBouncer, postgres_url: str, given: str
) -> None:
    async def inside() -> Any:
        async def nested() -> Any:
            return await rows("SHOW idle_in_transaction_session_timeout")

        return await transaction(nested)

    async with database(pooler.url(postgres_url) + given):
        (limit,) = await transaction(inside)
        (after,) = await rows("SHOW idle_in_transaction_session_timeout")

    assert limit == {"idle_in_transaction_session_timeout": f"{session.PAUSE:.0f}s"}
    assert after == {"idle_in_transaction_session_timeout": "0"}
