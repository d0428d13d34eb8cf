"""Exact counts that stay cheap however many tasks there are.

Counting millions of rows takes half a second, so every move also appends what it changes (``tally_change``), and
the scheduler folds those changes into ``tally``. A count is the folded rows plus the changes not folded yet, in one
statement, so nobody ever sees a change twice or not at all.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

from models.domain.conditions import in_force, is_counted
from models.domain.filters import TaskFilter
from models.domain.triage.standings import standings
from models.sql import rows, run_each, transaction
from models.tables.accounts import Group
from models.tables.counts import TallyChange

ANY, ANY_GROUP = "", 0
_DAYS = {"span", "since", "until"}
_FOLDED_AT_ONCE = 5000  # changes; keeps the fold's transaction short
_CHANGES = (
    "FROM tally_change WHERE (:any_group = 1 OR group_id IN (:groups)) AND (:any_type = 1 OR type IN (:types)) "
    "AND (:any = 1 OR status IN (:standings)) AND (:anybody = 1 OR by IN (:users))"
)
_CELLS = "FROM tally WHERE group_id IN (:groups) AND type IN (:types) AND status IN (:standings) AND by IN (:users)"
_EACH_DAY = (
    f"SELECT day, n {_CELLS} AND day <> '' AND day >= :day UNION ALL SELECT day, n {_CHANGES} AND day >= :day"
)
Cell = tuple[int, str, str, str, str]  # group, type, standing, day, user
_ADD = (
    "INSERT INTO tally (group_id, type, status, day, by, n) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (group_id, type, status, by, day) DO UPDATE SET n = tally.n + excluded.n"
)
_NOTHING: dict[str, object] = {
    "groups": [-1], "types": [ANY], "standings": [ANY], "users": [ANY],
    "any_group": 0, "any_type": 1, "any": 1, "anybody": 1,
}  # fmt: skip
"""The key of a group that does not exist."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """``n`` tasks more (or fewer) of one kind."""

    group_id: int
    type: str
    status: str  # a standing: see domain.triage.standings
    created_at: datetime
    by: str  # its operation user
    n: int


async def add(changes: Iterable[Change]) -> None:
    """Append changes. Only inside the transaction that makes them true."""
    summed: Counter[Cell] = Counter()
    for change in changes:
        day = day_of(change.created_at)
        summed[change.group_id, change.type, change.status, day, change.by] += change.n
    await TallyChange.bulk_create(
        [
            TallyChange(group_id=group, type=kind, status=status, day=day, by=by, n=n)
            for (group, kind, status, day, by), n in sorted(summed.items())
            if n
        ],
        batch_size=500,
    )


async def fold() -> int:
    """Fold some of the appended changes into the kept counts; return how many. Harmless when done twice at once."""

    async def body() -> int:
        changes = await rows(
            "DELETE FROM tally_change WHERE id IN (SELECT id FROM tally_change ORDER BY id LIMIT :most) "
            "RETURNING group_id, type, status, day, by, n",
            most=_FOLDED_AT_ONCE,
        )
        cells: Counter[Cell] = Counter()
        for row in changes:
            for cell in cells_of((row["group_id"], row["type"], row["status"], row["day"], row["by"])):
                cells[cell] += row["n"]
        # In one order, so that two folds at once wait for each other instead of locking each other out.
        changed = [(*cell, n) for cell, n in sorted(cells.items()) if n]
        await run_each(_ADD, changed)
        return len(changes)

    return await transaction(body)


def cells_of(cell: Cell) -> Iterable[Cell]:
    """The rows of the kept counts one task counts in."""
    group, kind, status, day, by = cell
    yield from product((group, ANY_GROUP), (kind, ANY), (status, ANY), (day, ANY), (ANY,))
    if by:
        yield from product((group, ANY_GROUP), (kind, ANY), (status, ANY), (ANY,), (by,))
        yield ANY_GROUP, ANY, ANY, day, by


def answers(wanted: TaskFilter) -> bool:
    """Whether the kept counts have a filter's count, its days apart; otherwise the tasks are counted in their table."""
    return is_counted(wanted)


def answers_by_day(wanted: TaskFilter) -> bool:
    """Whether the kept counts have a filter's count for each day: an operation user's are kept for all kinds together."""
    return is_counted(wanted) and not (wanted.users and in_force(wanted) - _DAYS - {"users"})


async def total(wanted: TaskFilter) -> int:
    """How many tasks match, whatever their day."""
    cell = await _cell(wanted)
    if cell is None:
        return 0
    counted = await rows(
        f"SELECT (SELECT COALESCE(SUM(n), 0) {_CELLS} AND day = '') "
        f"+ (SELECT COALESCE(SUM(n), 0) {_CHANGES}) AS n",
        **cell,
    )
    return int(counted[0]["n"])


async def after(wanted: TaskFilter, day: str) -> tuple[int, int]:
    """How many tasks match on later UTC days, and how many on this one."""
    counted = await rows(
        f"SELECT CAST(COALESCE(SUM(CASE WHEN day > :day THEN n END), 0) AS BIGINT) AS later, "  # noqa: S608 - fixed texts
        f"CAST(COALESCE(SUM(CASE WHEN day = :day THEN n END), 0) AS BIGINT) AS here FROM ({_EACH_DAY}) AS counted",
        **(await _cell(wanted) or _NOTHING),
        day=day,
    )
    return int(counted[0]["later"]), int(counted[0]["here"])


async def day_at(wanted: TaskFilter, number: int) -> tuple[str, int, int] | None:
    """The UTC day of a row, numbered from the newest and from 0: (day, the rows before the day, its own)."""
    days = await rows(
        f"SELECT day, until - n AS before, n FROM (SELECT day, SUM(n) AS n, SUM(SUM(n)) OVER (ORDER BY day DESC) "  # noqa: S608 - fixed texts
        f"AS until FROM ({_EACH_DAY}) AS counted GROUP BY day) AS summed WHERE until > :number ORDER BY until LIMIT 1",
        **(await _cell(wanted) or _NOTHING),
        number=number,
        day="",
    )
    return (days[0]["day"], int(days[0]["before"]), int(days[0]["n"])) if days else None


def day_of(moment: datetime) -> str:
    """The UTC day, as the kept counts write it."""
    return moment.astimezone(UTC).date().isoformat()


async def _cell(wanted: TaskFilter) -> dict[str, object] | None:
    """The keys of a filter in the kept counts; None when none of its groups exists."""
    groups = await Group.filter(name__in=wanted.groups) if wanted.groups else []
    if wanted.groups and not groups:
        return None
    any_standing = not (wanted.statuses or wanted.outcomes)
    return {
        "groups": [group.id for group in groups] or [ANY_GROUP],
        "types": wanted.types or [ANY],
        "standings": [ANY] if any_standing else standings(wanted.statuses, wanted.outcomes),
        "users": wanted.users or [ANY],
        "any_group": int(not groups),
        "any_type": int(not wanted.types),
        "any": int(any_standing),
        "anybody": int(not wanted.users),
    }
