"""PostgreSQL: a migration changes tables under processes of the previous version; what they write then is written whole."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import asyncpg
import pytest

from executor.settling import settle
from models.database import database, is_outage
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Evidence
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import run_each
from models.tables.accounts import Account
from models.tables.messages import Outbox
from models.tables.tasks import Attempt, StatusNote
from models.tasks import bulk, claims
from tests.factories import waiting_tasks

_IDS = """
SELECT table_name AS name, CASE data_type WHEN 'bigint' THEN 'integer' ELSE 'bigint' END AS other
FROM information_schema.columns
WHERE table_schema = 'public' AND column_name = 'id' AND data_type IN ('integer', 'bigint')
"""


async def _migrate(url: str) -> None:
    """Give every number of a row another type: no statement that returns one can be used any more."""
    connection = await asyncpg.connect(url)
    for row in await connection.fetch(_IDS):
        await connection.execute(f"ALTER TABLE {row['name']} ALTER COLUMN id TYPE {row['other']}")
    await connection.close()


async def _an_end(number: int, sealer: Sealer, now: datetime) -> None:
    (task,) = await waiting_tasks(1, sealer, group=f"g{number}")
    held = await claims.claim(task, worker="w", now=now)
    assert held is not None
    assert await claims.begin(held, now=now)
    picture = Evidence(data=b"jpeg", mime="image/jpeg", width=1, height=1, sha256="0" * 64)
    outcome = AttemptOutcome(
        status=Status.ENDED,
        login_status=LoginStatus.LOGGED_IN,
        result="Page Shop (ID 1)",
        evidence=picture,
        session=b"sealed",
    )
    assert await settle(held, outcome, now=now)
    assert (await Attempt.get(task_id=task)).cause == ""
    assert (await StatusNote.with_evidence.get(task_id=task)).picture is not None
    assert (await Account.with_secrets.get(group__name=f"g{number}")).session is not None


async def _a_cancel(number: int, sealer: Sealer, now: datetime) -> None:
    (task,) = await waiting_tasks(1, sealer, group=f"g{number}")
    assert (await bulk.cancel([task], by="U0ANA", now=now)).done == (task,)


async def _a_message(number: int, _sealer: Sealer, now: datetime) -> None:
    await outbox.enqueue(MessageKind.NOTE, number, now=now)
    (row,) = await outbox.take([MessageKind.NOTE], now=now, most=1)
    assert await outbox.put_back(outbox.Taken.of(row), due_at=now, error="", failed=False)
    (row,) = await outbox.take([MessageKind.NOTE], now=now, most=1)
    assert await outbox.sent(outbox.Taken.of(row))


async def _many_rows(number: int, _sealer: Sealer, now: datetime) -> None:
    """By one statement for each, in no transaction of ours."""
    await outbox.enqueue(MessageKind.NOTE, number, now=now)
    await run_each("UPDATE outbox SET error = ? WHERE about = ? RETURNING id", [("a", 0), ("b", number)])
    assert await Outbox.filter(about=number, error="b").count() == 1


WRITERS: tuple[Callable[[int, Sealer, datetime], Awaitable[None]], ...] = (
    _an_end, _a_cancel, _a_message, _many_rows
)  # fmt: skip


@pytest.mark.parametrize("write", WRITERS)
async def test_what_is_written_while_a_migration_changes_the_tables_is_written_whole(
    postgres_url: str,
    sealer: Sealer,
    now: datetime,
    write: Callable[[int, Sealer, datetime], Awaitable[None]],
) -> None:
    async with database(postgres_url + "?maxsize=1"):
        await write(1, sealer, now)
        await _migrate(postgres_url)

        await write(2, sealer, now)


async def test_a_statement_that_was_prepared_for_other_tables_is_no_refusal_of_what_is_written(
    postgres_url: str,
) -> None:
    connection = await asyncpg.connect(postgres_url)
    whole = connection.transaction()
    await whole.start()
    await connection.fetch("SELECT id FROM outbox")
    await connection.execute("ALTER TABLE outbox ALTER COLUMN id TYPE smallint")
    with pytest.raises(asyncpg.InvalidCachedStatementError) as error:
        await connection.fetch("SELECT id FROM outbox")
    await whole.rollback()
    await connection.close()

    assert is_outage(error.value)
