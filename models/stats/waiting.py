"""How many tasks waited, over time.

A task waits at a moment when the last of its events before that moment brought it to waiting. So the number at a
moment is what waits now, less what the events since then have added: the newest events are enough, and the
age of a task makes no difference.
"""

from collections import Counter
from datetime import timedelta

from models.domain.buckets import Buckets
from models.domain.lifecycle import Status
from models.sql import moment
from models.stats.selection import Selection, place

_SKEW = timedelta(
    days=1
)  # by which the clocks of two processes may differ: events are numbered as they were written
_NOW = -1
_WAITING = f"'{Status.WAITING}'"


async def waited(selection: Selection, parts: Buckets) -> tuple[int, ...]:
    """How many of the tasks that match, their days apart, waited just before the end of each part, or now."""
    tasks = selection.of_any_day
    among = "" if tasks.wanted.is_empty else "AND task_id IN (SELECT id FROM found)"
    this = "task" if tasks.wanted.is_empty else "found"
    # In one statement, so that nothing moves in between.
    counted = await tasks.rows(
        f"SELECT {_NOW} AS place, CAST(COUNT(*) AS BIGINT) AS n FROM {this} WHERE status = {_WAITING} UNION ALL "  # noqa: S608 - fixed texts
        f"SELECT {place('at', parts.edges[1:])}, CAST(SUM(CASE WHEN to_status = {_WAITING} THEN 1 ELSE -1 END) AS BIGINT) "
        f"FROM event WHERE id > {_before(parts)} AND at >= {moment(parts.edges[0])} {among} "
        f"AND (to_status = {_WAITING} OR from_status = {_WAITING}) GROUP BY 1"
    )
    added = Counter({row["place"]: int(row["n"]) for row in counted})
    waiting = added[_NOW]
    later = [sum(added[n] for n in range(part + 1, len(parts) + 1)) for part in range(len(parts))]
    return tuple(max(0, waiting - more) for more in later)


def _before(parts: Buckets) -> str:
    """An event that is older than all that count, found from the newest backwards."""
    return f"COALESCE((SELECT id FROM event WHERE at < {moment(parts.edges[0] - _SKEW)} ORDER BY id DESC LIMIT 1), 0)"  # noqa: S608 - fixed texts
