"""Invented tasks by the million, written by the database itself: one year, skewed as a team's are.

88 % have ended, a few thousand wait, eight are executing; groups, users and types are unevenly busy. The same
arithmetic makes the same tasks on both databases. Only what a list reads is made: no attempts, events or notes.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg

from models import sql
from models.database import database
from models.tasks import counts_rebuild

NOW = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
GROUPS, USERS, LIVE = 200, 300, 8
_YEAR = 365 * 24 * 3600
_PER_BATCH = 20
_TYPES = {
    "check": 500,
    "create_page": 200,
    "close_notifications": 150,
    "create_bm": 100,
    "authorize_bm_invitation": 50,
}
_STATUSES = {"ended": 880, "unknown_error": 40, "timed_out": 25, "no_proxy": 10, "canceled": 45}
"""Of a thousand."""
_START = int((NOW - timedelta(seconds=_YEAR)).timestamp())


@dataclass(frozen=True, kw_only=True)
class Amount:
    """How much of everything so many tasks come with."""

    tasks: int

    @property
    def accounts(self) -> int:
        return max(100, min(50_000, self.tasks // 20))

    @property
    def waiting(self) -> int:
        return min(2_400, self.tasks // 4)

    @property
    def batches(self) -> int:
        return self.tasks // _PER_BATCH + 1


async def fill(url: str, tasks: int) -> None:
    """Fill an empty, migrated database."""
    amount = Amount(tasks=tasks)
    if url.startswith("sqlite"):
        _fill_sqlite(url.removeprefix("sqlite://").split("?")[0], amount)
    else:
        await _fill_postgres(url, amount)
    async with database(url):
        await counts_rebuild.count_anew()
        await sql.run("ANALYZE", ())  # as the database does by itself after a while


def _fill_sqlite(path: str, amount: Amount) -> None:
    connection = sqlite3.connect(path)
    for pragma in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -200000", "foreign_keys = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    indexes = [
        row
        for row in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'")
        if row[1]
    ]
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    for statement in _statements(amount, is_sqlite=True):
        connection.execute(statement)
    for _, made in indexes:
        connection.execute(made)
    connection.commit()
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


async def _fill_postgres(url: str, amount: Amount) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(
        "SET session_replication_role = replica"
    )  # no look at the foreign keys of each row
    indexes = await connection.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'task' AND indexname NOT LIKE '%_pkey'"
    )
    for index in indexes:
        await connection.execute(f'DROP INDEX "{index["indexname"]}"')
    for statement in _statements(amount, is_sqlite=False):
        await connection.execute(statement)
    for index in indexes:
        await connection.execute(index["indexdef"])
    for table in ("account_group", "account", "batch", "task"):
        await connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )
    await connection.execute("VACUUM")
    await connection.close()


def _statements(amount: Amount, *, is_sqlite: bool) -> list[str]:
    """Four INSERTs, each over a series of numbers ``g``."""

    def series(count: int) -> str:
        if is_sqlite:
            return f"(WITH RECURSIVE s(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM s WHERE g < {count}) SELECT g FROM s)"
        return f"generate_series(1::bigint, {count}) AS s(g)"

    def moment(seconds: str) -> str:
        return f"datetime({seconds}, 'unixepoch') || '+00:00'" if is_sqlite else f"to_timestamp({seconds})"

    return [
        f"INSERT INTO account_group (id, name) SELECT g, 'group-' || g FROM {series(GROUPS)}",
        "INSERT INTO account (id, login, login_key, user_id, group_id, needs_proxy, login_status, owner, created_at) "
        f"SELECT g, 'acct' || g, 'acct' || g, '' || (1000000 + g), {_skewed('g', 7, GROUPS)}, {'0' if is_sqlite else 'false'}, "
        f"'logged_in', '', {moment(str(_START))} FROM {series(amount.accounts)}",
        "INSERT INTO batch (id, kind, by, why, size, channel, ts, state, created_at) "
        f"SELECT g, 'create', 'U0ANA', '', {_PER_BATCH}, 'C0OPS', '', '', {moment(str(_START))} "
        f"FROM {series(amount.batches)}",
        _tasks(amount, series(amount.tasks), moment),
    ]


def _tasks(amount: Amount, series: str, moment: Callable[[str], str]) -> str:
    account = f"(g * 7919) % {amount.accounts} + 1"
    created = f"{_START} + (g - g % {_PER_BATCH}) * {_YEAR} / {amount.tasks}"
    over = f"g <= {amount.tasks - amount.waiting - LIVE}"
    waits = f"g > {amount.tasks - amount.waiting}"
    status = (
        f"CASE WHEN {waits} THEN 'waiting' WHEN NOT ({over}) THEN 'executing' "
        f"{_shares('status_dice', _STATUSES)} END"
    )
    outcome = (
        f"CASE ({status}) WHEN 'ended' THEN 'done' WHEN 'no_proxy' THEN 'fix' WHEN 'unknown_error' THEN 'retry' "
        "WHEN 'timed_out' THEN 'retry' ELSE '' END"
    )
    kind = f"CASE {_shares('type_dice', _TYPES)} END"
    return (
        "INSERT INTO task (id, type, account_id, group_id, batch_id, params, status, outcome, came_from, login_status, result, "
        "operation_user, former_user, attempt, fence, worker, again_by, note_link, created_at, started_at, ended_at) "
        f"SELECT g, {kind}, account, {_skewed('account', 7, GROUPS)}, g / {_PER_BATCH} + 1, '{{}}', {status}, {outcome}, '', "
        f"'logged_in', CASE WHEN {over} THEN 'The account is in good order.' ELSE '' END, "
        f"'U' || (1000 + {_skewed('g', 11, USERS)}), '', 1, 1, '', '', '', {moment('created')}, "
        f"CASE WHEN {waits} THEN NULL ELSE {moment('created + 60')} END, "
        f"CASE WHEN {over} THEN {moment('created + 120')} END "
        f"FROM (SELECT g, {account} AS account, {created} AS created, {_dice('g', 3, 1000)} AS status_dice, "
        f"{_dice('g', 5, 1000)} AS type_dice FROM {series}) AS numbered ORDER BY g"
    )


def _shares(dice: str, per_mille: dict[str, int]) -> str:
    """WHEN … THEN …: each word takes its share of a thousand."""
    words, below = "", 0
    for word, share in per_mille.items():
        below += share
        words += f" WHEN {dice} < {below} THEN '{word}'"
    return words


def _dice(number: str, salt: int, sides: int) -> str:
    """A number from 0 that looks thrown, the same each time."""
    return f"((({number} * 1103515245 + {salt} * 12820163) % 2147483648) * 16807 % 2147483647 / 64) % {sides}"


def _skewed(number: str, salt: int, most: int) -> str:
    """From 1 to ``most``, the small ones far oftener: the cube of an even share."""
    even = _dice(number, salt, 1000)
    return f"1 + {most} * ({even}) * ({even}) * ({even}) / 1000000000"
