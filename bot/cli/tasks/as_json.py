"""Tasks as JSON: times in UTC by ISO 8601, null for what is not there."""

from datetime import UTC, datetime
from typing import Any

from models.domain.values.rows import AttemptRow, TaskDetail, TaskRow, TaskSummary


def task(row: TaskRow) -> dict[str, Any]:
    """A task of a list."""
    return _summary(row) | {"held": row.held or None, "paused": row.paused}


def detail(one: TaskDetail) -> dict[str, Any]:
    """Everything of one task."""
    return _summary(one) | {
        "group": one.group,
        "params": one.params,
        "why": one.why or None,
        "held": one.hold.why if one.hold else None,
        "canceled_by": one.canceled_by or None,
        "attempts": [_attempt(attempt) for attempt in one.attempts],
    }


def _summary(one: TaskSummary) -> dict[str, Any]:
    return {
        "id": one.id,
        "type": one.type,
        "account": one.login,
        "user_id": one.user_id or None,
        "login_status": one.login_status.value,
        "status": one.status.value,
        "outcome": one.outcome.value if one.outcome else None,
        "result": one.result or None,
        "note": one.note_link or None,
        "created_at": moment(one.created_at),
        "started_at": moment(one.started_at),
        "ended_at": moment(one.ended_at),
        "by": one.operation_user or None,
    }


def _attempt(one: AttemptRow) -> dict[str, Any]:
    return {
        "number": one.number,
        "status": one.status.value,
        "outcome": one.outcome.value if one.outcome else None,
        "cause": one.cause or None,
        "result": one.result or None,
        "by": one.by or None,
        "params": dict(one.params),
        "note": one.note_link or None,
        "asked_at": moment(one.asked_at),
        "started_at": moment(one.started_at),
        "ended_at": moment(one.ended_at),
    }


def moment(at: datetime | None) -> str | None:
    """A moment, to the second.

    >>> moment(datetime(2026, 12, 1, 3, 4, 5, tzinfo=UTC)), moment(None)
    ('2026-12-01T03:04:05Z', None)
    """
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None
