"""A new key in the place of an old one: everything an older key sealed is sealed anew, step by step.

Each step is a transaction and looks at every value by itself, so that a run that was killed is simply begun again.
A value is replaced only where it still is what was read: what a worker has saved meanwhile is newer and stays.
"""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.domain.errors import CannotUnseal
from models.secrets.sealing import (
    Sealer,
    account_place,
    code_place,
    proxy_place,
    trace_place,
    webhook_place,
)
from models.sql import rows, transaction

STEP = 200  # values in one transaction: SQLite lets nobody else write meanwhile
_TRACES = 5  # in one transaction: one may have 20 MB
_TRIED = 3  # values of each kind that are tried at a start, from either end
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One column of sealed values."""

    table: str
    column: str
    place: Callable[[Row], str]
    step: int = 0  # values in one transaction; as many as usual
    source: str = ""  # where the columns come from that say what its place is
    also: str = ""

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"

    def select(self, rest: str) -> str:
        """The statement that reads rows of it."""
        return f"SELECT {self.name} AS sealed, {self.table}.id AS id{self.also} FROM {self.source or self.table} WHERE {self.name} IS NOT NULL {rest}"  # noqa: S608 - fixed texts


KEPT = (
    Kept(table="account", column="password", place=lambda row: account_place(row["id"], "password")),
    Kept(table="account", column="session", place=lambda row: account_place(row["id"], "session")),
    Kept(table="account", column="totp", place=lambda row: account_place(row["id"], "totp")),
    Kept(table="proxy", column="password", place=lambda row: proxy_place(row["id"])),
    Kept(table="alert_webhook", column="address", place=lambda row: webhook_place(row["id"], "address")),
    Kept(table="alert_webhook", column="key", place=lambda row: webhook_place(row["id"], "key")),
    Kept(
        table="code_request",
        column="code",
        place=lambda row: code_place(row["id"], row["fence"]),
        also=", code_request.fence AS fence",
    ),
    Kept(
        table="status_note",
        column="trace",
        place=lambda row: trace_place(row["task_id"], row["number"]),
        step=_TRACES,
        source="status_note JOIN attempt ON attempt.id = status_note.attempt_id",
        also=", status_note.task_id AS task_id, attempt.number AS number",
    ),
)
"""Every column there is; a test finds a new one."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one step did: how many values it sealed anew, and the rows whose value no key opens."""

    kept: Kept
    done: int
    closed: tuple[int, ...]


async def steps(sealer: Sealer) -> AsyncGenerator[Step]:
    """Go through everything once, sealing anew what an older key sealed. What no key opens is left as it is."""
    for kept in KEPT:
        statement, after = (
            kept.select(f"AND {kept.table}.id > :after ORDER BY {kept.table}.id LIMIT :most"),
            0,
        )
        while batch := await rows(statement, after=after, most=kept.step or STEP):
            yield await _step(kept, batch, sealer)
            after = batch[-1]["id"]


async def left(kept: Kept, sealer: Sealer) -> list[int]:
    """The rows whose value does not name the newest key."""
    head = sealer.head
    older = await rows(
        kept.select(f"AND substr({kept.name}, 1, :length) <> :head"), length=len(head), head=head
    )
    return [int(row["id"]) for row in older]


async def some_sealed() -> list[tuple[str, bytes]]:
    """A few stored secrets with their places, the oldest and the newest of each kind, to try the keys on.

    Traces are left out: large, and gone by themselves after a while.
    """
    secrets: list[tuple[str, bytes]] = []
    for kept in (column for column in KEPT if not column.step):
        for way in ("", " DESC"):
            some = await rows(kept.select(f"ORDER BY id{way} LIMIT :most"), most=_TRIED)
            secrets += [(kept.place(row), bytes(row["sealed"])) for row in some]
    return secrets


async def _step(kept: Kept, batch: Sequence[Row], sealer: Sealer) -> Step:
    fresh: list[tuple[int, bytes, bytes]] = []
    closed: list[int] = []
    for row in batch:
        old = bytes(row["sealed"])
        try:
            plain = sealer.open_bytes(old, place=kept.place(row))
        except CannotUnseal:
            closed.append(int(row["id"]))
            continue
        if not sealer.is_newest(old):
            fresh.append((int(row["id"]), old, sealer.seal(plain, place=kept.place(row))))

    async def body() -> int:
        return sum([await _replace(kept, *replacement) for replacement in fresh])

    return Step(kept=kept, done=await transaction(body), closed=tuple(closed))


async def _replace(kept: Kept, row: int, old: bytes, new: bytes) -> bool:
    """Put the new one where the old one still is."""
    changed = await rows(
        f"UPDATE {kept.table} SET {kept.column} = :new WHERE id = :row AND {kept.column} = :old RETURNING id",  # noqa: S608 - fixed texts
        new=new,
        row=row,
        old=old,
    )
    return bool(changed)
