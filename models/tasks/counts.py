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
from models.sql import rows, run_each, transaction
from models.tables.accounts import Group
from models.tables.counts import TallyChange

ANY, ANY_GROUP = "", 0
_DAYS = {"span", "since", "until"}
_FOLDED_AT_ONCE = 5000  # changes; keeps the fold's transaction short
_CHANGES = (
    "FROM tally_change WHERE (:group = 0 OR group_id = :group) AND (:type = '' OR type = :type) "
    "AND (:any = 1 OR status IN (:statuses)) AND (:by = '' OR by = :by)"
)
_EACH_DAY = (
    "SELECT day, n FROM tally WHERE group_id = :group AND type = :type AND status IN (:statuses) "  # noqa: S608 - fixed texts
    f"AND by = :by AND day <> '' AND day >= :day UNION ALL SELECT day, n {_CHANGES} AND day >= :day"
)
Cell = tuple[int, str, str, str, str]  # group, type, status, day, user
_ADD = (
    "INSERT INTO tally (group_id, type, status, day, by, n) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (group_id, type, status, by, day) DO UPDATE SET n = tally.n + excluded.n"
)
_NOTHING: dict[str, object] = {"group": -1, "type": "", "statuses": [ANY], "any": 1, "by": ANY}
"""The key of a group that does not exist."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """``n`` tasks more (or fewer) of one kind."""

    group_id: int
    type: str
    status: str
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
    return is_counted(wanted) and not (wanted.by and in_force(wanted) - _DAYS - {"by"})


async def total(wanted: TaskFilter) -> int:
    """How many tasks match, whatever their day."""
    cell = await _cell(wanted)
    if cell is None:
        return 0
    counted = await rows(
        "SELECT (SELECT COALESCE(SUM(n), 0) FROM tally WHERE group_id = :group AND type = :type "  # noqa: S608 - fixed texts
        "AND status IN (:statuses) AND day = '' AND by = :by) "
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
    """The key of a filter in the kept counts; None when its group does not exist."""
    group = await Group.get_or_none(name=wanted.group) if wanted.group else None
    if wanted.group and group is None:
        return None
    return {
        "group": group.id if group else ANY_GROUP,
        "type": wanted.type,
        "statuses": [status.value for status in wanted.statuses] or [ANY],
        "any": 0 if wanted.statuses else 1,
        "by": wanted.by,
    }
