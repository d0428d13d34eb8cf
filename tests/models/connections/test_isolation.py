"""PostgreSQL: whatever isolation level the database gives by itself, every session has read committed, or nothing starts."""

import asyncio
from collections import Counter
from datetime import datetime

import asyncpg
import pytest

from executor.settling import settle
from models.database import database, open_database
from models.domain.errors import NoDatabase
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome
from models.secrets.sealing import Sealer
from models.sql import rows
from models.tasks import claims
from tests.factories import waiting_tasks
from tests.pgbouncer import PgBouncer
from tests.postgres import PostgresServer

LEVELS = ("repeatable read", "serializable")


async def _default(url: str, level: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(
        f"ALTER DATABASE {url.rpartition('/')[2]} SET default_transaction_isolation = '{level}'"
    )
    await connection.close()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("said_by", ["the database", "the URL"])
async def test_tasks_are_claimed_and_settled_whatever_the_databases_isolation_level_is(
    postgres_url: str, sealer: Sealer, now: datetime, level: str, said_by: str
) -> None:
    if said_by == "the URL":
        written = level.replace(" ", "%5C%20")
        postgres_url += f"?options=-c%20default_transaction_isolation%3D{written}"
    else:
        await _default(postgres_url, level)
    got: Counter[bool] = Counter()

    async def whole(task: int) -> None:
        held = await claims.claim(task, worker="w", now=now)
        assert held is not None
        assert await claims.begin(held, now=now)
        outcome = AttemptOutcome(status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="Page")
        got[await settle(held, outcome, now=now)] += 1

    async with database(postgres_url):
        await asyncio.gather(*map(whole, await waiting_tasks(8, sealer)))
        assert await rows("SHOW transaction_isolation") == [{"transaction_isolation": "read committed"}]

    assert got == {True: 8}


async def test_behind_a_pooler_another_isolation_level_is_refused_with_the_remedy(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    await _default(postgres_url, "serializable")
    pooler = PgBouncer(postgres_server)
    try:
        with pytest.raises(NoDatabase, match=r"ALTER DATABASE .* SET default_transaction_isolation"):
            await open_database(pooler.url(postgres_url))
    finally:
        pooler.close()
