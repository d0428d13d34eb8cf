"""Which waiting task is next, as an expression of the statement that claims it.

Only the first tasks by rank, or by age, are looked at: what is past them costs nothing, however many wait. Where none of
those may begin, what a message names may: messages are of tasks that could run.
"""

from models.accounts.holds import FREE
from models.pauses.table import NOT_PAUSED
from models.ranks.levels import Level, Turn
from models.ranks.waiting import DUE, waiting
from models.sql import locks_rows

_LOOKED_AT = 200  # tasks
_MAY_BEGIN = (
    f"{DUE} AND {FREE} AND {NOT_PAUSED} AND account_id NOT IN "  # noqa: S608 - fixed texts
    "(SELECT account_id FROM task WHERE status IN ('starting', 'executing'))"
)
_NEXT, _NORMAL = f"rank < {Level.NEXT.ends}", f"rank >= {Level.NORMAL.begins} AND rank < {Level.NORMAL.ends}"
_NOT_NEXT = f"rank >= {Level.NORMAL.begins}"
_BY_RANK, _BY_AGE = "{0}.rank, {0}.id", "{0}.created_at, {0}.id"


def chosen(turn: Turn) -> str:
    """The Task ID to be claimed at this turn; needs ``named``, a Task ID that a message names, and ``now``."""
    ways = {
        Turn.FIRST: (_first("TRUE"),),
        Turn.NOT_NEXT: (_first(_NOT_NEXT), _first("TRUE")),
        Turn.OLDEST: (_first(_NEXT), _first(_NORMAL, _BY_AGE), _first("TRUE")),
        Turn.OLDEST_OF_ALL: (_first(_NEXT), _first("TRUE", _BY_AGE)),
    }[turn]
    return f"COALESCE({', '.join((*ways, _OF_ACCOUNT, ':named'))})"


def _first(which: str, order: str = _BY_RANK) -> str:
    # Of two workers that look at once each takes another one.
    lock = "FOR NO KEY UPDATE OF task SKIP LOCKED" if locks_rows() else ""
    return (
        "(SELECT task.id FROM (SELECT w.id AS first_id FROM "  # noqa: S608 - fixed texts
        f"{waiting('w') if order is _BY_RANK else 'task AS w'} WHERE w.status = 'waiting' AND {which} ORDER BY {order.format('w')} LIMIT {_LOOKED_AT}) AS looked CROSS JOIN task "  # SQLite keeps this order
        f"WHERE looked.first_id = task.id AND task.status = 'waiting' AND {_MAY_BEGIN} "
        f"ORDER BY {order.format('task')} LIMIT 1 {lock})"
    )


_OF_ACCOUNT = (
    "(SELECT task.id FROM task WHERE task.status = 'waiting' AND account_id = "  # noqa: S608 - fixed texts
    f"(SELECT n.account_id FROM task AS n WHERE n.id = :named) AND {_MAY_BEGIN} ORDER BY task.rank, task.id LIMIT 1)"
)
"""The first of the named task's account: tasks of one account keep their order."""
