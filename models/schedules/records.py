"""Schedules as people change them: save, pause, resume, delete. Each is one guarded statement."""

from datetime import datetime
from typing import Any

from models.domain.errors import BadRequest
from models.domain.values.schedules import Overlap, RunStatus, SavedSchedule, ScheduleInput, Target
from models.schedules.tables import Schedule, ScheduleRun
from models.sql import locks_rows, rows, write_first
from models.tables.values import value_of

MOST = 500  # schedules that are not deleted
_OVER = "This never comes due between its start and its end. Change one of the three."


async def every() -> list[SavedSchedule]:
    """All that are not deleted, in the order in which they were made."""
    return [_value(row) for row in await Schedule.filter(deleted_at=None).order_by("id")]


async def get(schedule_id: int, *, locked: bool = False) -> SavedSchedule | None:
    """The schedule; None when it was deleted. ``locked``: nobody else changes it before the transaction ends."""
    found = Schedule.filter(id=schedule_id, deleted_at=None)
    row = await (found.select_for_update() if locked and locks_rows() else found).first()
    return _value(row) if row else None


async def save(schedule_id: int, wanted: ScheduleInput, *, by: str, now: datetime) -> SavedSchedule:
    """Make a schedule (0), or change one, which belongs to this person then. Only inside a transaction.

    Raise BadRequest where it never comes due any more, there are too many, or the one to change was deleted. One that is
    paused stays so.
    """
    await write_first()
    next_at = wanted.calendar.after(now)
    if next_at is None:
        raise BadRequest({"ends": _OVER})
    columns = _columns(wanted) | {"owner": by}
    if not schedule_id:
        if await Schedule.filter(deleted_at=None).count() >= MOST:
            raise BadRequest({"when": f"There are {MOST} schedules already. Delete one first."})
        new = Schedule(**columns, next_at=next_at, created_at=now)
        await new.save(force_create=True)
        return _value(new)
    saved = await get(schedule_id, locked=True)
    if saved is None:
        raise BadRequest({"when": "That schedule was deleted."})
    due = None if saved.paused_at else next_at
    await Schedule.filter(id=schedule_id).update(**columns, next_at=due, version=saved.version + 1)
    return _value(await Schedule.get(id=schedule_id))


async def pause(schedule_id: int, *, why: str, by: str, now: datetime) -> bool:
    """Let it run no more until it is resumed; a run that waits for the last batch is skipped. False: it was so, or is gone.

    Only inside a transaction. ``by``: empty for Bellhop.
    """
    paused = await rows(
        "UPDATE schedule SET paused_at = :now, paused_by = :by, paused_why = :why, next_at = NULL, version = version + 1 "
        "WHERE id = :id AND paused_at IS NULL AND deleted_at IS NULL RETURNING id",
        id=schedule_id,
        by=by,
        why=why,
        now=now,
    )
    if paused:
        await _skip_queued(schedule_id)
    return bool(paused)


async def resume(schedule_id: int, *, now: datetime) -> bool:
    """Let it run again, from its next due time on: what was due meanwhile was not missed. False: it runs, or is gone.

    Only inside a transaction.
    """
    resumed = await rows(
        "UPDATE schedule SET paused_at = NULL, paused_by = '', paused_why = '', version = version + 1 "
        "WHERE id = :id AND paused_at IS NOT NULL AND deleted_at IS NULL RETURNING id",
        id=schedule_id,
    )
    if resumed:
        saved = _value(await Schedule.get(id=schedule_id))
        await Schedule.filter(id=schedule_id).update(next_at=saved.calendar.after(now))
    return bool(resumed)


async def remove(schedule_id: int, *, now: datetime) -> bool:
    """Delete it; its batches go on. False: it is gone already. Only inside a transaction."""
    removed = await Schedule.filter(id=schedule_id, deleted_at=None).update(deleted_at=now, next_at=None)
    if removed:
        await _skip_queued(schedule_id)
    return bool(removed)


async def _skip_queued(schedule_id: int) -> None:
    queued = ScheduleRun.filter(schedule_id=schedule_id, status=RunStatus.QUEUED)
    await queued.update(status=RunStatus.SKIPPED)


def _columns(wanted: ScheduleInput) -> dict[str, Any]:
    target = wanted.target
    same = (
        "type", "params", "timing", "zone", "starts_at", "ends_at", "spread", "grace", "channel", "then_type", "then_params"
    )  # fmt: skip
    return {name: getattr(wanted, name) for name in same} | {
        "overlap": wanted.overlap.value,
        "group": target.group,
        "account_ids": list(target.account_ids),
        "tasks": target.tasks,
        "accounts": target.accounts,
    }


def _value(row: Schedule) -> SavedSchedule:
    ids = tuple(row.account_ids)
    target = Target(group=row.group, account_ids=ids, tasks=row.tasks, accounts=row.accounts)
    return value_of(SavedSchedule, row, target=target, overlap=Overlap(row.overlap))
