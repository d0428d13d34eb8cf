"""Builds the card of one task: its fields, what it waits for, its attempts. Pure."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.slack import texts
from handlers.slack.ids import Do
from handlers.slack.labels import parameters, person, type_label
from handlers.slack.views import ButtonView, ChoiceView, Field, News, PictureView
from handlers.tasks.views import CardView
from handlers.words import pause_words
from models.domain.conversations import is_channel
from models.domain.lifecycle import LIVE, OVER, Move, Status, allowed_moves
from models.domain.task_types import TASK_TYPES
from models.domain.triage.causes import CAUSES, MAY_BE_MADE, Cause, Remedy
from models.domain.triage.decision import failed_in_doubt
from models.domain.triage.outcome import FAILED
from models.domain.triage.signs import of_status, of_task
from models.domain.values.rows import AttemptRow, TaskDetail, TaskRow

_MOST_ATTEMPTS = 10
_LONGEST_RESULT, _SHORT = 1500, 150  # characters
_ENDINGS = {Remedy.NEW_PASSWORD: Do.NEW_PASSWORD, Remedy.NEW_SESSION: Do.NEW_SESSION}


def card(task: TaskDetail, *, thread_link: str, news: News, zone: ZoneInfo, now: datetime) -> CardView:
    """Everything of one task for one reader, without what goes by who that is: the picture and the end of a hold."""
    may = allowed_moves(task.status)
    cause = _cause(task)
    remedies = _remedies(task, cause)
    status, *rest = of_task(task.status, task.outcome)
    return CardView(
        task_id=task.id,
        title=f"Task #{task.id}",
        head=f"{status.icon} *{type_label(task.type)} · {status.word}*",
        result="\n".join((*map(str, rest), texts.escape(texts.clip(task.result, _LONGEST_RESULT)))).strip(),
        news=news,
        advice=advice(task),
        remedies=remedies,
        ending=_ENDINGS.get(cause.remedy, Do.CHECK_NOW) if cause else Do.CHECK_NOW,
        account=Field(label="Account ID", words=_account(task)),
        account_id=str(task.account_id),
        account_name=task.login,
        fields=tuple(_fields(task, zone=zone, now=now)),
        explained="\n".join(
            filter(
                None,
                (
                    pause_words.sentences(task.pauses, zone=zone, now=now),
                    _explained(task, zone=zone, now=now),
                ),
            )
        ),
        attempts=tuple(_attempt(attempt, _changed(task, attempt), zone, now) for attempt in _newest(task)),
        fresh=f"as of {texts.clock(now, zone=zone)}",
        note_link=task.note_link,
        thread_link=thread_link,
        can_cancel=Move.CANCEL in may,
        can_edit=_can_edit(task, remedies),
        can_retry=task.status is not Status.WAITING and not task.again_by,
        can_help=cause is None or cause.remedy is Remedy.RE_EXECUTE,
        can_compare=sum(
            attempt.status in OVER and attempt.started_at is not None for attempt in task.attempts
        )
        > 1,
    )


def advice(task: TaskDetail) -> str:
    """What to do where it was not done; else empty."""
    cause = _cause(task)
    return cause.advice if cause else ""


def picture(task: TaskDetail, reader: str) -> PictureView | None:
    """What the task came to, as this reader can see it: in a channel, or in their own direct messages."""
    newest = task.attempts[-1] if task.attempts else None
    if newest is None or not newest.picture or task.status not in OVER:
        return None
    if not (is_channel(task.channel) or task.asked_by == reader):
        return None
    seen = f"The screen at the end of attempt {newest.number}: {task.result}"
    return PictureView(file=newest.picture, words=f"{seen} *Status note* leads to it.")


def choices(rows: Sequence[TaskRow]) -> tuple[ChoiceView, ...]:
    """Tasks of a status note to choose from, in the order of their ids."""
    return tuple(
        ChoiceView(
            text=f"*#{row.id}* · {type_label(row.type)} · {of_status(row.status, row.outcome)}\n{texts.escape(row.login)}",
            value=str(row.id),
        )
        for row in sorted(rows, key=lambda row: row.id)
    )


def steps(task: TaskDetail, rows: Sequence[TaskRow]) -> tuple[ChoiceView, ...]:
    """The task that this one follows, and the one that follows it; ``rows`` are those tasks."""
    by = {row.id: row for row in rows}
    near = (("Follows", task.follows_id), ("Followed by", task.followed_by))
    return tuple(
        ChoiceView(
            text=f"*{label}*\n{type_label(by[number].type)} · {of_status(by[number].status, by[number].outcome)}",
            value=str(number),
        )
        for label, number in near
        if number in by
    )


def _newest(task: TaskDetail) -> list[AttemptRow]:
    return sorted(task.attempts, key=lambda attempt: attempt.number, reverse=True)[:_MOST_ATTEMPTS]


def _cause(task: TaskDetail) -> Cause | None:
    """Why it was not done, where it may have been: that; None where it was done, and where it is not known."""
    if task.outcome not in FAILED or not task.attempts:
        return None
    newest = task.attempts[-1]
    return CAUSES.get(MAY_BE_MADE if failed_in_doubt(newest.status, newest.result) else newest.cause)


def _remedies(task: TaskDetail, cause: Cause | None) -> tuple[ButtonView, ...]:
    """The buttons of what helps, where that is neither running it again nor the end of a hold."""
    account = str(task.account_id)
    edit = ButtonView(text="Edit account…", action=Do.EDIT_ACCOUNT, value=account)
    match cause.remedy if cause else None:
        case Remedy.PROXY:
            return (ButtonView(text="Proxies", action=Do.SHOW_PROXIES), edit)
        case Remedy.MEND_PARAMETERS:
            return (_other_parameters(task),)
        case Remedy.NEW_PASSWORD | Remedy.NEW_SESSION if not task.hold:
            return (edit,)
        case _:
            return ()


def _can_edit(task: TaskDetail, remedies: Sequence[ButtonView]) -> bool:
    """Whether Edit… stands among its buttons: it does not where it is what helps, and stands there."""
    helps = any(one.action == Do.EDIT_ONE.value for one in remedies)
    return task.status not in LIVE and _has_parameters(task) and not helps


def _other_parameters(task: TaskDetail) -> ButtonView:
    if _has_parameters(task):
        return ButtonView(text="Edit…", action=Do.EDIT_ONE, value=str(task.id))
    return ButtonView(text="New task…", action=Do.NEW_TASK_ON, value=f"{task.account_id}:{task.type}")


def _has_parameters(task: TaskDetail) -> bool:
    kind = TASK_TYPES.get(task.type)
    return kind is not None and bool(kind.parameters)


def _account(task: TaskDetail) -> str:
    return "\n".join(filter(None, (texts.escape(task.login), texts.escape(task.user_id))))


def _fields(task: TaskDetail, *, zone: ZoneInfo, now: datetime) -> list[Field]:
    return [
        Field(label="Group", words=texts.escape(task.group)),
        Field(label="Login status", words=task.login_status.label),
        Field(label="Operation user", words=person(task.operation_user)),
        Field(label="Creation time", words=texts.moment(task.created_at, zone=zone, now=now)),
        Field(label="End time", words=texts.moment(task.ended_at, zone=zone, now=now)),
        Field(label="Start time", words=texts.moment(task.started_at, zone=zone, now=now)),
        *(Field(label=label, words=value) for label, value in parameters(task.type, task.params)),
        *([Field(label="Why", words=texts.escape(texts.clip(task.why, 500)))] if task.why else []),
    ]


def _explained(task: TaskDetail, *, zone: ZoneInfo, now: datetime) -> str:
    """Why it waits, or who cancelled it."""
    if task.status is Status.CANCELED:
        return f"Canceled by {person(task.canceled_by)}."
    if task.status is not Status.WAITING:
        return "Its account is on hold: no other task runs there until it is released." if task.hold else ""
    return _waits(task, zone=zone, now=now)


def _waits(task: TaskDetail, *, zone: ZoneInfo, now: datetime) -> str:
    if task.hold:
        return f"Waits until its account is released. {texts.escape(texts.clip(task.hold.why, 300))}"
    if task.not_before and task.not_before > now:
        due = texts.moment(task.not_before, zone=zone, now=now)
        return f"Due at {due}: the tasks of this batch are spread over time. It begins no sooner."
    if task.blocker:
        return f"Waits until #{task.blocker} is done with the account."
    if task.ahead:
        return f"{texts.count(task.ahead, 'task')} of the same account {'is' if task.ahead == 1 else 'are'} before it."
    return "" if task.pauses else "Waits for a free worker."


def _changed(task: TaskDetail, attempt: AttemptRow) -> str:
    """In which parameters an attempt differs from the one before it; empty: in none."""
    before = next((one for one in task.attempts if one.number == attempt.number - 1), attempt)
    other = {name: value for name, value in attempt.params.items() if before.params.get(name) != value}
    was = dict(parameters(task.type, {name: before.params.get(name, "") for name in other}, most=_SHORT))
    return "".join(
        f"\n{label}: {was[label] or texts.NOTHING} → *{new}*"
        for label, new in parameters(task.type, other, most=_SHORT)
    )


def _attempt(attempt: AttemptRow, changed: str, zone: ZoneInfo, now: datetime) -> str:
    took = (
        f" · {texts.duration(attempt.ended_at - attempt.started_at)}"
        if attempt.started_at and attempt.ended_at
        else ""
    )
    when = texts.moment(attempt.started_at or attempt.asked_at, zone=zone, now=now)
    signs = " · ".join(map(str, of_task(attempt.status, attempt.outcome)))
    head = f"*Attempt {attempt.number}* · {signs} · {when}{took}{_traffic(attempt)} · {person(attempt.by)}"
    result = f"\n{texts.escape(texts.clip(attempt.result, 500))}" if attempt.result else ""
    note = f" · <{attempt.note_link}|Status note>" if attempt.note_link else ""
    return f"{head}{note}{changed}{result}"


def _traffic(attempt: AttemptRow) -> str:
    """What it carried through the account's proxy, which is paid by the gigabyte."""
    return f" · {texts.data_size(attempt.traffic)} by proxy" if attempt.traffic else ""
