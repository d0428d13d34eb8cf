"""Builds the card of one task: its fields, what it waits for, its attempts. Pure."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.slack import texts
from handlers.slack.labels import parameters, person, type_label
from handlers.slack.views import CardView, ChoiceView, Field, News
from models.domain.lifecycle import Move, Status, allowed_moves
from models.domain.values.rows import AttemptRow, TaskDetail, TaskRow

_MOST_ATTEMPTS = 10


def card(task: TaskDetail, *, thread_link: str, news: News, zone: ZoneInfo, now: datetime) -> CardView:
    """Everything of one task for one reader."""
    may = allowed_moves(task.status)
    return CardView(
        task_id=task.id,
        title=f"Task #{task.id}",
        status=" · ".join(
            (type_label(task.type), task.status.label, *([task.outcome.label] if task.outcome else []))
        ),
        news=news,
        fields=tuple(_fields(task, zone=zone, now=now)),
        explained=_explained(task),
        attempts=tuple(_attempt(attempt, zone, now) for attempt in _newest(task)),
        fresh=f"as of {texts.clock(now, zone=zone)}",
        note_link=task.note_link,
        thread_link=thread_link,
        can_cancel=Move.CANCEL in may,
        can_retry=task.status is not Status.WAITING and not task.again_by,
        release=str(task.account_id) if task.hold else "",
    )


def choices(rows: Sequence[TaskRow]) -> tuple[ChoiceView, ...]:
    """Tasks of a status note to choose from, in the order of their ids."""
    return tuple(
        ChoiceView(
            text=f"*#{row.id}* · {type_label(row.type)} · {row.status.label}\n{texts.escape(row.login)}",
            value=str(row.id),
        )
        for row in sorted(rows, key=lambda row: row.id)
    )


def _newest(task: TaskDetail) -> list[AttemptRow]:
    return sorted(task.attempts, key=lambda attempt: attempt.number, reverse=True)[:_MOST_ATTEMPTS]


def _fields(task: TaskDetail, *, zone: ZoneInfo, now: datetime) -> list[Field]:
    login = texts.escape(task.login) + (f"\n{texts.escape(task.user_id)}" if task.user_id else "")
    return [
        Field(label="Account ID", words=login),
        Field(label="Group", words=texts.escape(task.group)),
        Field(label="Login status", words=task.login_status.label),
        Field(label="Operation user", words=person(task.operation_user)),
        Field(label="Creation time", words=texts.moment(task.created_at, zone=zone, now=now)),
        Field(label="End time", words=texts.moment(task.ended_at, zone=zone, now=now)),
        Field(label="Start time", words=texts.moment(task.started_at, zone=zone, now=now)),
        *(Field(label=label, words=value) for label, value in parameters(task.type, task.params)),
        *([Field(label="Why", words=texts.escape(texts.clip(task.why, 500)))] if task.why else []),
    ]


def _explained(task: TaskDetail) -> str:
    """Why it waits, or who cancelled it."""
    if task.status is Status.CANCELED:
        return f"Canceled by {person(task.canceled_by)}."
    if task.status is not Status.WAITING:
        return "Its account is on hold: no other task runs there until it is released." if task.hold else ""
    if task.hold:
        return f"Waits until its account is released. {texts.escape(texts.clip(task.hold.why, 300))}"
    if task.blocker:
        return f"Waits until #{task.blocker} has let go of the account."
    if task.ahead:
        return f"{texts.count(task.ahead, 'task')} of the same account {'is' if task.ahead == 1 else 'are'} before it."
    return "Waits for a free worker."


def _attempt(attempt: AttemptRow, zone: ZoneInfo, now: datetime) -> str:
    took = (
        f" · {texts.duration(attempt.ended_at - attempt.started_at)}"
        if attempt.started_at and attempt.ended_at
        else ""
    )
    when = texts.moment(attempt.started_at or attempt.asked_at, zone=zone, now=now)
    head = f"*Attempt {attempt.number}* · {attempt.status.label} · {when}{took} · {person(attempt.by)}"
    result = f"\n{texts.escape(texts.clip(attempt.result, 500))}" if attempt.result else ""
    note = f" · <{attempt.note_link}|Status note>" if attempt.note_link else ""
    return f"{head}{note}{result}"
