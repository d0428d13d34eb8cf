"""The message of a batch and its status notes. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.batches import present_proxy
from handlers.slack import refusals, texts
from handlers.slack.ids import is_channel
from handlers.slack.labels import counted, parameters, person, type_label
from handlers.slack.views import BatchView
from models.domain.lifecycle import LIVE, OVER, Status
from models.domain.proxies import ProxyTrouble
from models.domain.triage.signs import of_task
from models.domain.values.accounts import LoginBlocks
from models.domain.values.batches import BatchDetail, Progress
from models.domain.values.rows import StatusNoteDetail

AGAIN = "Posted again, since Slack did not confirm the first time. If this stands here twice, the later one goes on."
"""Added where a message may have been posted twice."""
HIDDEN = "Your batch goes on, but you may not see tasks any more: nothing of it is shown here."
"""Stands in the message to whoever began a batch and lost the right to see it."""

_BAR = 20  # characters
_OPERATIONS = {"cancel": ("Cancel execution", "Canceled"), "repeat": ("Re-execute", "Re-executed")}


def batch(
    detail: BatchDetail,
    asked: tuple[str, Mapping[str, str]],
    counts: Mapping[Status, int],
    troubles: Sequence[ProxyTrouble] = (),
    blocks: LoginBlocks | None = None,
    *,
    now: datetime,
) -> BatchView:
    """The progress of a batch; ``asked`` is (its task type, its parameters)."""
    type_id, params = asked
    total = sum(counts.values())
    over = sum(number for status, number in counts.items() if status in OVER)
    label, tasks = type_label(type_id), texts.count(total, "task")
    counts_line = counted(counts) or texts.NOTHING
    title = f"{label} · {tasks}"
    return BatchView(
        title=title,
        parameters="\n".join(f"{label}: {value}" for label, value in parameters(type_id, params)),
        asked=f"Asked by {person(detail.by)}"
        + (f": {texts.escape(texts.clip(detail.why, 1000))}" if detail.why else ""),
        bar=_bar(over, total),
        counts="\n".join(filter(None, (counts_line, waits_for_people(blocks)))),
        pace=_pace(detail, counts, over, total, now),
        dry=present_proxy.troubles(troubles),
        moved=moved(detail),
        id=str(detail.id),
        text=f"{title}: {over} of {total} done. {counts_line}.",
    )


def moved(detail: BatchDetail) -> str:
    """Where the message was meant to be and why it is here, of one that has gone to its asker; else empty."""
    if not detail.left_why:
        return ""
    why = refusals.decide("chat.postMessage", detail.left_why).why
    where = f" from <#{detail.left_channel}>" if is_channel(detail.left_channel) else ""
    return (
        f":warning: The progress and status notes of this batch come here{where}, since {why} "
        f"(`{detail.left_why}`). Earlier notes stay where they are."
    )


def waits_for_people(blocks: LoginBlocks | None) -> str:
    """The tasks of a batch that need a person: those that ended at a login block, or wait for a held account."""
    if blocks is None:
        return ""
    closed = " · ".join(f"{status.label} {n}" for status, n in sorted(blocks.closed.items()))
    held = (
        f"{texts.count(blocks.held, 'task')} {'waits' if blocks.held == 1 else 'wait'} for an account on hold"
        if blocks.held
        else ""
    )
    reasons = ", ".join(filter(None, (f"not logged in: {closed}" if closed else "", held)))
    return f":warning: {reasons[:1].upper()}{reasons[1:]}. `/accounts held` shows them." if reasons else ""


def operation(detail: BatchDetail, progress: Progress, *, now: datetime) -> BatchView:
    """The progress of an operation on many tasks."""
    title, verb = _OPERATIONS[progress.kind]
    over = progress.size - progress.left
    counts = f"{verb} {progress.done + progress.later} · Skipped {progress.skipped}"
    spent = (progress.done_at or now) - detail.created_at
    return BatchView(
        title=f"{title} · {texts.count(progress.size, 'task')}",
        asked=f"Asked by {person(detail.by)}",
        parameters="",
        bar=_bar(over, progress.size),
        counts=counts if progress.state != "undone" else f"{counts} · Undone",
        pace=f"{'All done after' if progress.done_at else 'So far'} {texts.duration(spent)}",
        dry="",
        moved=moved(detail),
        id=str(detail.id),
        text=f"{title}: {over} of {progress.size} done. {counts}.",
    )


def pictureless(why: str) -> str:
    """Below the words of a status note whose picture Slack refuses for good."""
    return f"_Without its picture, since {why}._"


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


def _bar(over: int, total: int) -> str:
    filled = round(_BAR * over / total) if total else 0
    return f"{'█' * filled}{'░' * (_BAR - filled)}  {over} of {total} done"


def _pace(detail: BatchDetail, counts: Mapping[Status, int], over: int, total: int, now: datetime) -> str:
    elapsed = now - detail.created_at
    if over == total:
        return f"All done after {texts.duration(elapsed)}"
    live = sum(number for status, number in counts.items() if status in LIVE)
    left = f" · about {texts.duration(elapsed / over * (total - over))} left" if over and live else ""
    return f"{texts.duration(elapsed)} so far{left}"
