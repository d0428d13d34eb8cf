"""Gives waiting tasks their ranks, and says how many begin before one of them."""

from collections.abc import Sequence
from datetime import datetime

from models.accounts.holds import FREE
from models.pauses.table import NOT_PAUSED
from models.ranks.levels import Level, ranked
from models.ranks.waiting import waiting
from models.sql import rows, run_each

MOST_COUNTED = 10_000  # tasks before one; where more are, so many is said
_LOOKED_AT = 500  # tasks that may be the next one
_ACCOUNTS = 1000  # of one question
_HEAD = f"""
SELECT MIN(CASE WHEN {FREE} AND {NOT_PAUSED} THEN rank END) AS ready, MAX(rank) AS last FROM
  (SELECT id, account_id, group_id, type, rank FROM {{waiting}} WHERE status = 'waiting' AND rank >= :begins AND rank < :ends
   ORDER BY rank, id LIMIT {_LOOKED_AT}) AS task
"""  # noqa: S608 - fixed texts
_LAST = (
    "SELECT account_id, MAX(rank) AS last FROM task WHERE status = 'waiting' AND account_id IN (:accounts) "
    "AND rank >= :begins AND rank < :ends GROUP BY account_id"
)
_BEFORE = f"""
SELECT COUNT(*) AS n FROM (SELECT id, account_id, group_id, type FROM {{waiting}} WHERE status = 'waiting'
  AND rank <= :rank AND (rank < :rank OR id < :id) ORDER BY rank, id LIMIT {MOST_COUNTED}) AS task WHERE {FREE} AND {NOT_PAUSED}
"""  # noqa: S608 - fixed texts


async def ranks_for(accounts: Sequence[int], level: Level, *, now: datetime, after: int = 0) -> list[int]:
    """Ranks for tasks of these accounts that begin to wait now, in this order.

    ``after``: how many of the same batch got theirs before.
    """
    head = (await rows(_HEAD.format(waiting=waiting("w")), begins=level.begins, ends=level.ends, now=now))[0]
    first = next((rank for rank in (head["ready"], head["last"]) if rank is not None), level.begins)
    last: dict[int, int] = {}
    distinct = sorted(set(accounts))
    for start in range(0, len(distinct), _ACCOUNTS):
        some = distinct[start : start + _ACCOUNTS]
        found = await rows(_LAST, accounts=some, begins=level.begins, ends=level.ends)
        last |= {row["account_id"]: row["last"] for row in found}
    return ranked(list(accounts), first + after, last)


async def place(tasks: Sequence[tuple[int, int]], level: Level, *, now: datetime, after: int = 0) -> None:
    """Give these tasks, as (Task ID, account), their ranks in this order; none of them has a rank of this level now.

    Only inside a transaction that wrote already.
    """
    ids = [task for task, _ in tasks]
    ranks = await ranks_for([account for _, account in tasks], level, now=now, after=after)
    await run_each(
        "UPDATE task SET rank = ? WHERE id = ? AND status = 'waiting'", zip(ranks, ids, strict=True)
    )


async def move(task_ids: Sequence[int], level: Level, *, now: datetime) -> list[int]:
    """Move those of these tasks that wait to another level, in the order they have; return them.

    Only inside a transaction.
    """
    found = await rows(
        "SELECT id, account_id FROM task WHERE id IN (:ids) AND status = 'waiting' "
        "AND (rank < :begins OR rank >= :ends) ORDER BY rank, id",
        ids=list(task_ids),
        begins=level.begins,
        ends=level.ends,
    )
    await place([(row["id"], row["account_id"]) for row in found], level, now=now)
    return [row["id"] for row in found]


async def before(task_id: int, rank: int, *, now: datetime) -> int:
    """How many tasks that may begin do so before this one; at most MOST_COUNTED."""
    return int((await rows(_BEFORE.format(waiting=waiting("w")), id=task_id, rank=rank, now=now))[0]["n"])
