"""How the whole stands, in a few figures: for ``bellhop doctor`` and ``/tasks doctor``."""

from dataclasses import dataclass
from datetime import UTC, datetime

from models.holds import FREE
from models.sql import is_postgres, rows

_FIGURES = f"""
SELECT
  (SELECT MIN(created_at) FROM task WHERE status = 'waiting' AND {FREE} AND account_id NOT IN
    (SELECT account_id FROM task WHERE status IN ('starting', 'executing'))) AS oldest_ready,
  (SELECT COUNT(*) FROM task WHERE lease_until < :now) AS overdue,
  (SELECT MIN(due_at) FROM outbox WHERE state = 'pending') AS oldest_letter,
  (SELECT COUNT(*) FROM outbox WHERE state = 'dead') AS dead,
  CURRENT_TIMESTAMP AS database_time
"""  # noqa: S608 - fixed texts


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the database knows."""

    oldest_ready: datetime | None  # creation of the oldest task that could be performed at once
    overdue: int  # tasks whose worker was lost and that nobody has brought back yet
    oldest_letter: datetime | None  # when the oldest that is still to be told to Slack was due
    dead: int  # what Slack refused for good
    database_time: datetime


async def figures(*, now: datetime) -> Figures:
    """Ask for all of them at once."""
    found = (await rows(_FIGURES, now=now))[0]
    return Figures(
        oldest_ready=_moment(found["oldest_ready"]),
        overdue=found["overdue"],
        oldest_letter=_moment(found["oldest_letter"]),
        dead=found["dead"],
        database_time=_moment(found["database_time"]) or now,
    )


async def server_time() -> datetime | None:
    """The time of the database's server; None where it is a file that this process reads by itself."""
    if not is_postgres():
        return None
    return (await rows("SELECT clock_timestamp() AS moment"))[0]["moment"]


def _moment(value: datetime | str | None) -> datetime | None:
    """PostgreSQL gives a moment, SQLite a text, in UTC."""
    if value is None or isinstance(value, datetime):
        return value
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
