"""The message of a batch and its status notes. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from handlers.batches import present_overview, present_proxy
from handlers.slack import refusals, texts
from handlers.slack.labels import parameters, person, type_label
from handlers.slack.views import BatchView
from models.domain.conversations import is_channel
from models.domain.lifecycle import LIVE, Status
from models.domain.proxies import ProxyTrouble
from models.domain.triage.signs import of_task
from models.domain.values.batches.plans import Progress
from models.domain.values.batches.standing import BatchDetail, BatchOverview
from models.domain.values.batches.states import OperationState
from models.domain.values.batches.task_lists import AskedTasks
from models.domain.values.rows import StatusNoteDetail

AGAIN = "Posted again because Slack did not confirm the first time. If you see it twice, the later one stays up to date."
"""Added where a message may have been posted twice."""
HIDDEN = "Your batch goes on, but you may no longer see tasks, so nothing of it is shown here."
"""Stands in the message to whoever began a batch and lost the right to see it."""

_BAR = 20  # characters
_OPERATIONS = {"cancel": ("Cancel execution", "Canceled"), "repeat": ("Re-execute", "Re-executed")}
_STAGES = {
    OperationState.ASKED: "Not confirmed: nothing was done",
    OperationState.AWAITING: "Waits for a second person",
    OperationState.REJECTED: "Rejected: nothing was done",
    OperationState.CONFIRMED: "In progress",
    OperationState.UNDOING: "Undo in progress",
    OperationState.UNDONE: "Undone",
}
_TAKEN_BACK = (OperationState.UNDOING, OperationState.UNDONE)


def batch(
    detail: BatchDetail,
    asked: AskedTasks,
    overview: BatchOverview,
    troubles: Sequence[ProxyTrouble] = (),
    *,
    now: datetime,
    schedule: tuple[int, str] | None = None,
) -> BatchView:
    """The progress of a batch; ``asked``: what its tasks are, ``schedule`` (the number, when it runs) of the one that
    made it.
    """
    total = sum(overview.counts.values())
    counted = present_overview.counts(overview)
    title = f"{type_label(asked.type)} · {texts.count(total, 'task')}"
    waits = overview.counts.get(Status.WAITING, 0) > 0
    return BatchView(
        title=title,
        parameters="\n".join(_parameters(asked)),
        asked=_asked(detail, schedule),
        bar=_bar(total - overview.open, total, present_overview.done(overview)),
        counts=counted,
        pace="\n".join(filter(None, (_pace(detail, overview, now), _undone(detail)))),
        failed=present_overview.failed(overview, is_proxies_shown=bool(troubles)),
        held=present_overview.held(overview),
        dry=present_proxy.troubles(troubles),
        moved=moved(detail),
        id=str(detail.id),
        can_cancel=waits,
        can_repeat=overview.failed_count > 0,
        can_schedule=detail.run_id is None,
        undo=token(detail.id, detail.created_at) if waits and detail.is_undoable(now) else "",
        text=f"{title}: {present_overview.done(overview)}. {counted}.",
    )


def _asked(detail: BatchDetail, schedule: tuple[int, str] | None) -> str:
    if schedule:
        return f"Schedule {schedule[0]} of {person(detail.by)}: {schedule[1]}"
    why = f": {texts.escape(texts.clip(detail.why, 1000))}" if detail.why else ""
    return f"Asked by {person(detail.by)}{why}"


def _parameters(asked: AskedTasks) -> Iterator[str]:
    """What its tasks are, beside the title."""
    if len(asked.types) > 1:
        yield " · ".join(f"{type_label(kind)} {n}" for kind, n in asked.types.items())
    elif asked.differ:
        yield "Each task has parameters of its own; *Show tasks* leads to them."
    yield from (f"{label}: {value}" for label, value in parameters(asked.type, asked.params))


def token(number: int, at: datetime) -> str:
    """What an Undo carries: a number that a restored database gives out again was not asked for at this moment."""
    return f"{number}-{round(at.timestamp() * 1000)}"


def _undone(detail: BatchDetail) -> str:
    return (
        f"Undone by {person(detail.undone_by)}: tasks that had not started were canceled."
        if detail.undone_by
        else ""
    )


def moved(detail: BatchDetail) -> str:
    """Where the message was meant to be and why it is here, of one that has gone to its asker; else empty."""
    if not detail.left_why:
        return ""
    why = refusals.decide("chat.postMessage", detail.left_why).why
    where = f" from <#{detail.left_channel}>" if is_channel(detail.left_channel) else ""
    return (
        f":warning: The progress and status notes of this batch come here{where} because {why} "
        f"(`{detail.left_why}`). Earlier notes stay where they are."
    )


def operation(
    detail: BatchDetail, progress: Progress, overview: BatchOverview | None = None, *, now: datetime
) -> BatchView:
    """The progress of an operation on many tasks; ``overview``: how they stand now. A re-execution goes on until its tasks
    are over.
    """
    title, verb = _OPERATIONS[progress.kind]
    title = f"{title} · {texts.count(progress.size, 'task')}"
    counted = f"{verb} {progress.done + progress.later} · Skipped {progress.skipped}"
    if progress.state in _TAKEN_BACK:
        counted = f"{counted} · Undone {progress.undone}"
    told = overview if progress.kind == "repeat" else None
    over, words = _far(progress, told)
    return BatchView(
        title=title,
        asked=f"Asked by {person(detail.by)}",
        parameters="",
        bar=_bar(over, progress.size, words),
        counts="\n".join([counted, *([f"Now: {present_overview.counts(overview)}"] if overview else [])]),
        pace=_stage(progress, told),
        failed=present_overview.failed(told) if told else "",
        held=present_overview.held(told) if told else "",
        dry="",
        moved=moved(detail),
        id=str(detail.id),
        can_cancel=bool(told and told.counts.get(Status.WAITING)),
        can_repeat=bool(told and told.failed_count),
        undo=token(detail.id, detail.created_at) if progress.is_undoable(now) else "",
        text=f"{title}: {words}. {counted}.",
    )


def _far(progress: Progress, overview: BatchOverview | None) -> tuple[int, str]:
    """How many of its tasks are over with, and that in words."""
    if overview and progress.state != OperationState.CONFIRMED:
        return sum(overview.counts.values()) - overview.open, present_overview.done(overview)
    skipped = f" · {progress.skipped} skipped" if progress.skipped else ""
    return progress.size - progress.left, f"{progress.done + progress.later} of {progress.size} done{skipped}"


def _stage(progress: Progress, overview: BatchOverview | None) -> str:
    """Where an operation is: it may have waited long for its yes, so that no length of time is told."""
    if progress.state != OperationState.DONE:
        return _STAGES[OperationState(progress.state)]
    if overview and overview.open:
        return "In progress"
    ended = overview.first_end if overview else progress.done_at
    return f"Finished {texts.slack_time(ended)}" if ended else "Finished"


def pictureless(why: str) -> str:
    """Below the words of a status note whose picture Slack refuses for good."""
    return f"_Without its picture, because {why}._"


def note(detail: StatusNoteDetail) -> str:
    """The text of a status note: task, account, outcome and attempt."""
    signs = (f"{sign.word} {sign.icon}" for sign in of_task(detail.status, detail.outcome))
    head = " · ".join((f"#{detail.task_id} · {type_label(detail.type)}", *signs))
    who = texts.escape(detail.login) + (f" ({texts.escape(detail.user_id)})" if detail.user_id else "")
    again = f"Attempt {detail.number} · " if detail.number > 1 else ""
    took = (
        f" · {texts.duration(detail.ended_at - detail.started_at)}"
        if detail.ended_at and detail.started_at
        else ""
    )
    ended = texts.slack_time(detail.ended_at) if detail.ended_at else ""
    result = texts.escape(detail.result) or texts.NOTHING
    return f"{head}\n{who} · {detail.login_status.label}\n{result}\n{again}{ended}{took}"


def _bar(over: int, total: int, words: str) -> str:
    """Full only where all is over."""
    filled = _BAR * over // total if total else 0
    return f"{'█' * filled}{'░' * (_BAR - filled)}  {words}"


def _pace(detail: BatchDetail, overview: BatchOverview, now: datetime) -> str:
    """How long its own run takes or took; what was executed again since does not count."""
    total, again = sum(overview.counts.values()), overview.again
    if overview.first_end:
        took = texts.duration(overview.first_end - detail.created_at)
        if again:
            return f"The first run took {took} · {texts.count(again, 'task')} re-executed since"
        return f"{'All done' if overview.done == total else 'Finished'} after {took}"
    if not overview.open:
        return "Finished"
    elapsed = now - detail.created_at
    live = sum(overview.counts.get(status, 0) for status in LIVE)
    executed = total - overview.open - overview.counts.get(Status.CANCELED, 0)
    if overview.held_count == overview.open:  # nothing moves, so that a length of time would soon be wrong
        return f"Began {texts.moment(detail.created_at, zone=None, now=now)} · the rest waits for accounts on hold"
    to_do = overview.open - overview.held_count
    left = f" · about {texts.duration(elapsed / executed * to_do)} left" if executed and live else ""
    but = " without those on hold" if left and overview.held_count else ""
    return f"{texts.duration(elapsed)} so far{left}{but}"
