"""What begins and ends a pause. Workers learn of it from the table: nothing of a task is written.

Only inside a transaction, but for what the maintenance does.
"""

from datetime import datetime, timedelta

from models.domain.errors import BadRequest
from models.domain.values.pauses import MOST_OPEN, PauseRequest, PauseScope
from models.messages import outbox
from models.messages.kinds import PROGRESS_EVERY
from models.messages.outbox import MessageKind
from models.pauses.table import COVERS, IN_FORCE, Pause
from models.sql import rows, transaction
from models.tables.accounts import Account, Group

REMIND_EVERY = timedelta(days=1)
_REDRAWN = (
    100  # batches, the newest, whose messages say it at once; others say it when something of them moves
)
_SAME = "COALESCE(group_id, 0) = :group AND type = :type AND COALESCE(account_id, 0) = :account AND ended_at IS NULL"
_BATCHES = f"""
SELECT b.id AS id FROM (SELECT id FROM batch ORDER BY id DESC LIMIT {_REDRAWN}) b WHERE EXISTS
  (SELECT 1 FROM task, pause WHERE task.batch_id = b.id AND task.status = 'waiting' AND pause.id IN (:pauses) AND {COVERS})
ORDER BY b.id
"""  # noqa: S608 - fixed texts


async def begin(wanted: PauseRequest, *, now: datetime) -> int:
    """Pause tasks from now on; return the number of the pause. One of the same tasks is replaced.

    Raise BadRequest where its group or account is gone, or as many pauses are in force as may be.
    """
    group, account = await _ids(wanted.scope)
    await _end_same(group, wanted.scope.type, account, by=wanted.by, now=now)
    opened = (await rows(f"SELECT COUNT(*) AS n FROM pause WHERE {IN_FORCE}", now=now))[0]["n"]  # noqa: S608 - fixed texts
    if opened >= MOST_OPEN:
        raise BadRequest({"group": f"There are {MOST_OPEN} pauses already. End one first: `/tasks pauses`."})
    pause = await Pause.create(
        group_id=group or None,
        type=wanted.scope.type,
        account_id=account or None,
        why=wanted.why,
        by=wanted.by,
        since=now,
        until=wanted.until,
    )
    await _redraw([pause.id], now=now)
    return pause.id


async def end(pause_ids: list[int], *, by: str, now: datetime) -> list[int]:
    """End pauses; return those that were still in force."""
    ended = await rows(
        f"UPDATE pause SET ended_at = :now, ended_by = :by WHERE id IN (:ids) AND {IN_FORCE} RETURNING id",  # noqa: S608 - fixed texts
        now=now,
        by=by,
        ids=sorted(set(pause_ids)),
    )
    numbers = sorted(row["id"] for row in ended)
    await _redraw(numbers, now=now)
    return numbers


async def expire(*, now: datetime) -> list[int]:
    """Note the end of pauses whose time is over; return them. They have not counted since."""

    async def body() -> list[int]:
        over = await rows(
            "UPDATE pause SET ended_at = until WHERE ended_at IS NULL AND until <= :now RETURNING id", now=now
        )
        numbers = sorted(row["id"] for row in over)
        await _redraw(numbers, now=now)
        return numbers

    return await transaction(body)


async def remind(*, now: datetime) -> None:
    """Once a day, have whoever began a pause without an end reminded of it."""

    async def body() -> None:
        due = await rows(
            "UPDATE pause SET reminded_at = :now WHERE ended_at IS NULL AND until IS NULL "
            "AND COALESCE(reminded_at, since) <= :before RETURNING id",
            now=now,
            before=now - REMIND_EVERY,
        )
        for pause in sorted(row["id"] for row in due):
            await outbox.enqueue(MessageKind.PAUSED, pause, now=now)

    await transaction(body)


async def groups_of(scope: PauseScope) -> tuple[str, ...]:
    """The group that a pause of these tasks lies in, if they are all of one."""
    if scope.account:
        account = await Account.get_or_none(login=scope.account).select_related("group")
        return (account.group.name,) if account else ()
    return (scope.group,) if scope.group else ()


async def _ids(scope: PauseScope) -> tuple[int, int]:
    """The numbers of the group and the account; 0: any."""
    group = await Group.get_or_none(name=scope.group) if scope.group else None
    account = await Account.get_or_none(login=scope.account) if scope.account else None
    if scope.group and group is None:
        raise BadRequest({"group": f"There is no group {scope.group!r} any more."})
    if scope.account and account is None:
        raise BadRequest({"account": f"There is no account {scope.account!r} any more."})
    return group.id if group else 0, account.id if account else 0


async def _end_same(group: int, type_id: str, account: int, *, by: str, now: datetime) -> None:
    await rows(
        f"UPDATE pause SET ended_at = :now, ended_by = :by WHERE {_SAME} RETURNING id",  # noqa: S608 - fixed texts
        now=now,
        by=by,
        group=group,
        type=type_id,
        account=account,
    )


async def _redraw(pause_ids: list[int], *, now: datetime) -> None:
    """The messages of batches say what of them is paused."""
    for batch in await rows(_BATCHES, pauses=pause_ids) if pause_ids else ():
        await outbox.enqueue(MessageKind.PROGRESS, batch["id"], now=now, after=PROGRESS_EVERY)
