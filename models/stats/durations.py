"""How long tasks waited and took: half of them no longer than the median, 95 of a hundred no longer than the most.

Both are of real tasks (nearest rank), so that one can be found that took just that long.
"""

from models.domain.values.figures import Took
from models.sql import seconds_between
from models.stats.selection import Selection

_ATTEMPTED = "started_at IS NOT NULL"
_RAN = f"{_ATTEMPTED} AND ended_at IS NOT NULL"
_ASKED = (
    "CASE WHEN attempt = 1 THEN created_at ELSE (SELECT asked_at FROM attempt AS a "
    "WHERE a.task_id = found.id AND a.number = found.attempt) END"
)
"""When the attempt was asked for that the row speaks of."""


async def took(selection: Selection) -> tuple[Took, ...]:
    """By type, those that took longest first."""
    rows = await selection.rows(
        "SELECT type, MAX(n) AS number, MAX(CASE WHEN place = (n + 1) / 2 THEN seconds END) AS median, "  # noqa: S608 - fixed texts
        "MAX(CASE WHEN place = (95 * n + 99) / 100 THEN seconds END) AS most FROM ("
        "SELECT type, seconds, ROW_NUMBER() OVER (PARTITION BY type ORDER BY seconds) AS place, "
        "COUNT(*) OVER (PARTITION BY type) AS n "
        f"FROM (SELECT type, {seconds_between('started_at', 'ended_at')} AS seconds FROM found WHERE {_RAN}) AS ran"
        ") AS placed GROUP BY type ORDER BY median DESC, type"
    )
    return tuple(Took(**row) for row in rows)


async def median_took(selection: Selection) -> float | None:
    """Seconds; None when none has run."""
    return await _median(selection, seconds_between("started_at", "ended_at"), _RAN)


async def median_wait(selection: Selection) -> float | None:
    """Seconds from when the latest attempt was asked for to its start; None when none has started."""
    return await _median(
        selection, seconds_between("asked_at", "started_at"), _ATTEMPTED, f"{_ASKED} AS asked_at, started_at"
    )


async def _median(selection: Selection, seconds: str, which: str, columns: str = "*") -> float | None:
    rows = await selection.rows(
        f", chosen AS (SELECT {columns} FROM found WHERE {which}) SELECT {seconds} AS seconds FROM chosen "  # noqa: S608 - fixed texts
        "ORDER BY 1 LIMIT 1 OFFSET (SELECT (COUNT(*) - 1) / 2 FROM chosen)"
    )
    return rows[0]["seconds"] if rows else None
