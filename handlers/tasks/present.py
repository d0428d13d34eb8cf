"""The card of one task: what is known of it, what it waits for, every attempt. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.slack import texts
from handlers.slack.labels import parameters, person, type_label
from handlers.slack.views import CardView, Field, News
from models.domain.lifecycle import Move, Status, allowed_moves
from models.tables.tasks import Attempt
from models.tasks.queries import TaskSheet

_MOST_ATTEMPTS = 10


def card(sheet: TaskSheet, *, thread_link: str, news: News, zone: ZoneInfo, now: datetime) -> CardView:
    """Everything of one task for one reader."""
    task = sheet.task
    may = allowed_moves(task.status)
    return CardView(
        task_id=task.id,
        title=f"Task #{task.id}",
        status=f"{type_label(task.type)} · {task.status.label}",
        news=news,
        fields=tuple(_fields(sheet, zone=zone, now=now)),
        explained=_explained(sheet),
        attempts=tuple(_attempt(one, sheet.links.get(one.id, ""), zone, now) for one in _newest(sheet)),
        fresh=f"as of {texts.clock(now, zone=zone)}",
        note_link=task.note_link,
        thread_link=thread_link,
        can_cancel=Move.CANCEL in may,
        can_retry=task.status is not Status.WAITING and not task.again_by,
        release=str(sheet.account.id) if sheet.hold else "",
    )


def _newest(sheet: TaskSheet) -> list[Attempt]:
    return sorted(sheet.attempts, key=lambda one: one.number, reverse=True)[:_MOST_ATTEMPTS]


def _fields(sheet: TaskSheet, *, zone: ZoneInfo, now: datetime) -> list[Field]:
    task, account = sheet.task, sheet.account
    login = texts.escape(account.login) + (f"\n{texts.escape(account.user_id)}" if account.user_id else "")
    return [
        Field(label="Account ID", words=login),
        Field(label="Group", words=texts.escape(sheet.group)),
        Field(label="Login status", words=task.login_status.label),
        Field(label="Operation user", words=person(task.operation_user)),
        Field(label="Creation time", words=texts.moment(task.created_at, zone=zone, now=now)),
        Field(label="End time", words=texts.moment(task.ended_at, zone=zone, now=now)),
        Field(label="Start time", words=texts.moment(task.started_at, zone=zone, now=now)),
        *(Field(label=label, words=value) for label, value in parameters(task.type, task.params)),
        *(
            [Field(label="Why", words=texts.escape(texts.clip(sheet.batch.why, 500)))]
            if sheet.batch.why
            else []
        ),
    ]


def _explained(sheet: TaskSheet) -> str:
    """Why it waits, or who cancelled it."""
    if sheet.task.status is Status.CANCELED:
        return f"Canceled by {person(sheet.canceled_by)}."
    if sheet.task.status is not Status.WAITING:
        return "Its account is on hold: no other task runs there until it is released." if sheet.hold else ""
    if sheet.hold:
        return f"Waits until its account is released. {texts.escape(texts.clip(sheet.hold.why, 300))}"
    if sheet.blocker:
        return f"Waits until #{sheet.blocker} has let go of the account."
    if sheet.ahead:
        return f"{texts.count(sheet.ahead, 'task')} of the same account {'is' if sheet.ahead == 1 else 'are'} before it."
    return "Waits for a free worker."


def _attempt(one: Attempt, link: str, zone: ZoneInfo, now: datetime) -> str:
    took = f" · {texts.duration(one.ended_at - one.started_at)}" if one.started_at and one.ended_at else ""
    when = texts.moment(one.started_at or one.asked_at, zone=zone, now=now)
    head = f"*Attempt {one.number}* · {one.status.label} · {when}{took} · {person(one.by)}"
    result = f"\n{texts.escape(texts.clip(one.result, 500))}" if one.result else ""
    note = f" · <{link}|Status note>" if link else ""
    return f"{head}{note}{result}"
