"""How the whole stands, in a few figures: for ``bellhop doctor``, ``/tasks doctor`` and whoever scrapes the metrics."""

from dataclasses import dataclass
from datetime import UTC, datetime

from models.accounts.holds import FREE
from models.pauses.table import NOT_PAUSED
from models.sql import rows

_LOOKED_AT = (
    10_000  # waiting tasks; a task that is executed again keeps its age, so the first may have waited least
)
_FIGURES = f"""
SELECT
  (SELECT MIN(a.asked_at) FROM (SELECT id, attempt FROM task WHERE status = 'waiting' AND {FREE} AND {NOT_PAUSED} AND account_id NOT IN
    (SELECT account_id FROM task WHERE status IN ('starting', 'executing')) ORDER BY created_at, id LIMIT {_LOOKED_AT})
    AS t JOIN attempt a ON a.task_id = t.id AND a.number = t.attempt) AS oldest_ready,
  (SELECT COUNT(*) FROM task WHERE status IN ('starting', 'executing') AND lease_until < :now) AS overdue,
  (SELECT MIN(due_at) FROM outbox WHERE state IN ('pending', 'sending')) AS oldest_message,
  (SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'sending')) AS messages,
  (SELECT COUNT(*) FROM outbox WHERE state = 'dead') AS dead,
  (SELECT COUNT(*) FROM hold WHERE released_at IS NULL) AS held,
  CURRENT_TIMESTAMP AS database_time
"""  # noqa: S608 - fixed texts


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the database knows."""

    oldest_ready: datetime | None  # when the oldest task that could be performed at once was asked for
    overdue: int  # tasks whose worker was lost and that nobody has brought back yet
    oldest_message: datetime | None  # when the oldest message still to be sent to Slack was due
    messages: int  # those still to be sent to Slack, due or not
    dead: int  # messages that will not reach Slack by themselves
    held: int  # accounts on hold
    database_time: datetime


async def figures(*, now: datetime) -> Figures:
    """Ask for all of them at once."""
    row = (await rows(_FIGURES, now=now))[0]
    return Figures(
        oldest_ready=_moment(row["oldest_ready"]),
        overdue=row["overdue"],
        oldest_message=_moment(row["oldest_message"]),
        messages=row["messages"],
        dead=row["dead"],
        held=row["held"],
        database_time=_moment(row["database_time"]) or now,
    )


def _moment(value: datetime | str | None) -> datetime | None:
    """PostgreSQL gives a moment, SQLite a text, in UTC."""
    if value is None or isinstance(value, datetime):
        return value
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
