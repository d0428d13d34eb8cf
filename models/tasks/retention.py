"""What is not kept for ever: pictures after some weeks, records of deliveries and sent messages after some days.

Tasks, attempts, events and holds stay. Each call does a bounded part; the scheduler calls it again and again.
"""

from datetime import datetime, timedelta

from models.sql import locks_rows, rows
from models.tasks import clock_jumps

_DELIVERIES = timedelta(days=2)  # Slack repeats a delivery within an hour
_SENT = timedelta(days=7)  # what has reached Slack; dead letters stay until somebody has looked at them
_RUNS = timedelta(days=400)  # of schedules: one that runs once a year has its last
_ASKED = timedelta(days=1)  # an operation nobody said yes to, nor was anybody else asked to
_MOST = 500  # rows of each kind in one call: a sweep stays short

_PICTURES = (
    "UPDATE status_note SET picture = NULL WHERE id IN (SELECT id FROM status_note WHERE picture IS NOT NULL "
    "AND (link <> '' OR NOT EXISTS (SELECT 1 FROM outbox WHERE kind = 'note' AND about = status_note.attempt_id "
    "AND state <> 'sent')) AND created_at < :before ORDER BY created_at LIMIT :most) RETURNING id"
)
"""A note that is done without a link was for somebody who may not see it any more: its picture goes as well."""
_TRACES = (
    "UPDATE status_note SET trace = NULL WHERE id IN (SELECT id FROM status_note WHERE trace IS NOT NULL "
    "AND created_at < :before ORDER BY created_at LIMIT :most) RETURNING id"
)
_OLD = {
    "delivery": ("key", "at < :before", _DELIVERIES),
    "outbox": ("id", "state = 'sent' AND due_at < :before", _SENT),
    "export_run": ("id", "state IN ('cut_off', 'unsure') AND lease_until < :before", _SENT),
    "brought_file": ("id", "brought_at < :before", _SENT),
    "schedule_run": ("id", "ran_at < :before", _RUNS),
    "kept_list": (  # what is still owed of it stays
        "id",
        "state <> 'confirmed' AND rest = '' AND created_at < :before "
        "AND NOT EXISTS (SELECT 1 FROM approval WHERE approval.id = kept_list.approval_id AND answer = 'asked')",
        _ASKED,
    ),
    "process": ("name", "seen_at < :before", _ASKED),
    "batch_item": (
        "id",
        "batch_id IN (SELECT id FROM batch WHERE state IN ('asked', 'rejected') AND created_at < :before "
        "AND EXISTS (SELECT 1 FROM batch_item i WHERE i.batch_id = batch.id) {lock})",
        _ASKED,
    ),
}


async def forget(*, now: datetime, keep: timedelta) -> int:
    """Drop a part of what is too old: pictures that stand in Slack for longer than ``keep``, traces, old records.

    Return how many rows that were; 0 when nothing is left to drop. What seems older than it is, because the clock
    was set forward, stays.
    """
    doubt = await clock_jumps.doubt()
    before = doubt.older_than(keep, now=now)
    dropped = len(await rows(_PICTURES, before=before, most=_MOST))
    dropped += len(await rows(_TRACES, before=before, most=_MOST))
    lock = "FOR UPDATE SKIP LOCKED" if locks_rows() else ""  # not one that is being confirmed
    for table, (key, which, age) in _OLD.items():
        statement = (
            f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {which.format(lock=lock)} LIMIT :most) "  # noqa: S608 - fixed texts
            f"RETURNING {key}"
        )
        dropped += len(await rows(statement, before=doubt.older_than(age, now=now), most=_MOST))
    return dropped
