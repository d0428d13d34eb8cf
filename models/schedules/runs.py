"""What became of due times: those that are due now, the last runs of each schedule, and a run by itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from models.domain.triage.outcome import FAILED
from models.domain.values.schedules import STRIP, RunDetail, RunStatus, SavedSchedule
from models.schedules import records
from models.schedules.tables import Schedule, ScheduleNotice
from models.sql import as_moment, rows

LAST_RUNS = f"""
SELECT r.*, b.id AS batch_id,
  (SELECT COUNT(*) FROM task t WHERE t.batch_id = b.id AND t.status IN ('waiting', 'starting', 'executing')) AS open,
  (SELECT COUNT(*) FROM task t WHERE t.batch_id = b.id AND t.outcome IN ({", ".join(f"'{one.value}'" for one in FAILED)})) AS failed
FROM (SELECT * FROM schedule_run WHERE schedule_id = :id ORDER BY due_at DESC LIMIT :most) r
LEFT JOIN batch b ON b.run_id = r.id ORDER BY r.due_at DESC
"""  # noqa: S608 - fixed texts


async def due(*, now: datetime, most: int) -> Sequence[tuple[int, datetime | None]]:
    """Schedules that are due by ``now``, the longest due first, each with its due time; those with a run that waits for
    their last batch have none.
    """
    found = await rows(
        "SELECT id, next_at FROM schedule WHERE next_at <= :now ORDER BY next_at, id LIMIT :most",
        now=now,
        most=most,
    )
    queued = await rows(
        "SELECT DISTINCT schedule_id AS id FROM schedule_run WHERE status = 'queued' ORDER BY 1 LIMIT :most",
        most=most,
    )
    return [(row["id"], as_moment(row["next_at"])) for row in found] + [(row["id"], None) for row in queued]


async def last(schedule_ids: Sequence[int], *, most: int = STRIP) -> Mapping[int, tuple[RunDetail, ...]]:
    """The last runs of each schedule, the newest first. Those of a year are not read for them: one statement for each."""
    return {
        schedule: tuple([_value(row) for row in await rows(LAST_RUNS, id=schedule, most=most)])
        for schedule in schedule_ids
    }


async def of_notice(notice_id: int) -> tuple[str, int] | None:
    """(the person, the run) of a notice; None when it is gone."""
    notice = await ScheduleNotice.get_or_none(id=notice_id)
    return (notice.person, notice.run_id) if notice else None


async def get(run_id: int) -> tuple[SavedSchedule, RunDetail] | None:
    """A run with its schedule; None when either is gone."""
    found = await rows(
        "SELECT r.*, NULL AS batch_id, 0 AS open, 0 AS failed FROM schedule_run r WHERE r.id = :id", id=run_id
    )
    schedule = await records.get(found[0]["schedule_id"]) if found else None
    return (schedule, _value(found[0])) if schedule else None


async def named(run_id: int | None) -> tuple[int, str, str] | None:
    """(number, timing, zone) of the schedule of a batch's run, also where it was deleted since; None for other batches."""
    found = await rows("SELECT schedule_id FROM schedule_run WHERE id = :id", id=run_id) if run_id else []
    schedule = await Schedule.get_or_none(id=found[0]["schedule_id"]) if found else None
    return (schedule.id, schedule.timing, schedule.zone) if schedule else None


def _value(row: Mapping[str, Any]) -> RunDetail:
    return RunDetail(
        id=row["id"],
        schedule_id=row["schedule_id"],
        due_at=as_moment(row["due_at"]),
        last_at=as_moment(row["last_at"]),
        times=row["times"],
        status=RunStatus(row["status"]),
        is_late=bool(row["is_late"]),
        held=row["held"],
        accounts=row["accounts"],
        ran_at=as_moment(row["ran_at"]),
        batch_id=row["batch_id"],
        open=row["open"],
        failed=row["failed"],
    )
