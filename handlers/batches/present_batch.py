"""The message of a batch and its status notes. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.batches import present_proxy
from handlers.slack import texts
from handlers.slack.labels import parameters, person, type_label
from handlers.slack.views import BatchView
from models.domain.lifecycle import LIVE, OVER, Status
from models.domain.proxies import ProxyTrouble
from models.domain.values.accounts import LoginBlocks
from models.domain.values.batches import BatchDetail, Progress
from models.domain.values.rows import StatusNoteDetail

AGAIN = "Posted again, since Slack did not confirm the first time. If this stands here twice, the later one goes on."
"""Said where a message may stand twice."""

_BAR = 20  # characters
_OPERATIONS = {"cancel": ("Cancel execution", "Canceled"), "repeat": ("Re-execute", "Re-executed")}


def batch(
    made: BatchDetail,
    asked: tuple[str, Mapping[str, str]],
    counts: Mapping[Status, int],
    troubles: Sequence[ProxyTrouble] = (),
    blocks: LoginBlocks | None = None,
    *,
    now: datetime,
) -> BatchView:
    """How far a batch is; ``asked`` is its task type and parameters."""
    type_id, params = asked
    total = sum(counts.values())
    over = sum(number for status, number in counts.items() if status in OVER)
    label, tasks = type_label(type_id), texts.count(total, "task")
    told = (
        " · ".join(f"{status.label} {counts[status]}" for status in Status if counts.get(status))
        or texts.NOTHING
    )
    title = f"{label} · {tasks}"
    return BatchView(
        title=title,
        told="\n".join(f"{label}: {value}" for label, value in parameters(type_id, params)),
        asked=f"Asked by {person(made.by)}"
        + (f": {texts.escape(texts.clip(made.why, 1000))}" if made.why else ""),
        bar=_bar(over, total),
        counts="\n".join(filter(None, (told, waits_for_people(blocks)))),
        pace=_pace(made, counts, over, total, now),
        dry=present_proxy.troubles(troubles),
        id=str(made.id),
        text=f"{title}: {over} of {total} done. {told}.",
    )


def waits_for_people(blocks: LoginBlocks | None) -> str:
    """What of a batch a person must look after: it ended, or waits, where only they can go on."""
    if blocks is None:
        return ""
    closed = " · ".join(f"{status.label} {n}" for status, n in sorted(blocks.closed.items()))
    held = (
        f"{texts.count(blocks.held, 'task')} {'waits' if blocks.held == 1 else 'wait'} for an account on hold"
        if blocks.held
        else ""
    )
    told = ", ".join(filter(None, (f"not logged in: {closed}" if closed else "", held)))
    return f":warning: {told[:1].upper()}{told[1:]}. `/accounts held` shows them." if told else ""


def operation(made: BatchDetail, told: Progress, *, now: datetime) -> BatchView:
    """How far an operation on many tasks is."""
    title, verb = _OPERATIONS[told.kind]
    over = told.size - told.left
    counts = f"{verb} {told.done + told.later} · Skipped {told.skipped}"
    spent = (told.done_at or now) - made.created_at
    return BatchView(
        title=f"{title} · {texts.count(told.size, 'task')}",
        asked=f"Asked by {person(made.by)}",
        told="",
        bar=_bar(over, told.size),
        counts=counts if told.state != "undone" else f"{counts} · Undone",
        pace=f"{'All done after' if told.done_at else 'So far'} {texts.duration(spent)}",
        dry="",
        id=str(made.id),
        text=f"{title}: {over} of {told.size} done. {counts}.",
    )


def note(one: StatusNoteDetail) -> str:
    """The words of a status note: what, on which account, with which outcome, by which attempt."""
    head = f"#{one.task_id} · {type_label(one.type)} · {one.status.label}"
    who = texts.escape(one.login) + (f" ({texts.escape(one.user_id)})" if one.user_id else "")
    again = f"Attempt {one.number} · " if one.number > 1 else ""
    took = f" · {texts.duration(one.ended_at - one.started_at)}" if one.ended_at and one.started_at else ""
    ended = texts.slack_time(one.ended_at) if one.ended_at else ""
    result = texts.escape(one.result) or texts.NOTHING
    return f"{head}\n{who} · {one.login_status.label}\n{result}\n{again}{ended}{took}"


def _bar(over: int, total: int) -> str:
    filled = round(_BAR * over / total) if total else 0
    return f"{'█' * filled}{'░' * (_BAR - filled)}  {over} of {total} done"


def _pace(made: BatchDetail, counts: Mapping[Status, int], over: int, total: int, now: datetime) -> str:
    elapsed = now - made.created_at
    if over == total:
        return f"All done after {texts.duration(elapsed)}"
    live = sum(number for status, number in counts.items() if status in LIVE)
    left = f" · about {texts.duration(elapsed / over * (total - over))} left" if over and live else ""
    return f"{texts.duration(elapsed)} so far{left}"
