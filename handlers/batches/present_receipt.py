"""The confirmation before an operation, and the receipt after it. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.slack import texts
from handlers.slack.views import ConfirmView
from models.domain.conversations import is_channel
from models.domain.lifecycle import LIVE, Move, Status, allowed_moves
from models.domain.outcomes import OperationResult, Skipped
from models.domain.task_types import TASK_TYPES
from models.domain.triage.decision import may_be_made
from models.domain.triage.outcome import Outcome
from models.domain.values.batches.plans import Progress
from models.domain.values.batches.requests import BatchRequest
from models.domain.values.batches.standing import UNDO, BatchDetail
from models.domain.values.rows import TaskRow

_MOST_LINES, _MOST_IDS = 15, 100
_LONGEST_RESULT = 200  # characters
_UNDONE = {"cancel": ("waits again", "wait again"), "repeat": ("is what it was", "are what they were")}
_VERBS = {"cancel": ("Canceled", "canceled"), "repeat": ("Re-executed", "re-executed")}


def confirm_cancel(rows: Sequence[TaskRow]) -> ConfirmView:
    """The confirmation of a cancel: only waiting tasks are cancelled; the others are named."""
    able = [row for row in rows if Move.CANCEL in allowed_moves(row.status)]
    spared = (f"#{row.id} is not waiting: {row.status.label}." for row in rows if row not in able)
    return cancel_question(len(able), len(rows), named=named(able), spared=tuple(spared))


def confirm_repeat(rows: Sequence[TaskRow]) -> ConfirmView:
    """The confirmation of a re-execution: all but waiting tasks run again, with warnings about what it would cost."""
    able = [row for row in rows if row.status is not Status.WAITING]
    later = sum(row.status in LIVE for row in able)
    spared = tuple(f"#{row.id} is waiting already." for row in rows if row not in able)
    return repeat_question(
        len(able), len(rows), later=later, named=named(able), warnings=_warnings_of(able), spared=spared
    )


def cancel_question(able: int, size: int, *, named: str = "", spared: tuple[str, ...]) -> ConfirmView:
    """``able`` of ``size`` tasks would be cancelled."""
    will = (
        f"*{texts.count(able, 'task')}* of {size} will be canceled.{named}" if able else "Nothing to cancel."
    )
    submit = "Cancel execution" if able else ""
    return ConfirmView(title="Cancel execution", submit=submit, will=will, warnings=(), spared=spared)


def repeat_question(
    able: int, size: int, *, later: int, named: str = "", warnings: tuple[str, ...], spared: tuple[str, ...]
) -> ConfirmView:
    """``able`` of ``size`` tasks would run again, ``later`` of them after the present attempt."""
    then = f" {texts.count(later, 'task')} of them after the present attempt." if later else ""
    will = (
        f"*{texts.count(able, 'task')}* of {size} will run again.{then}{named}" if able else "Nothing to do."
    )
    submit = "Re-execute" if able else ""
    return ConfirmView(title="Re-execute", submit=submit, will=will, warnings=warnings, spared=spared)


def named(rows: Sequence[TaskRow], *, most: int = _MOST_LINES) -> str:
    """The tasks by id and account, so that the reader can check what the click affects."""
    names = ", ".join(f"#{row.id} {texts.escape(texts.clip(row.login, 30))}" for row in rows[:most])
    return f"\n{names}" + (f" … and {len(rows) - most} more" if len(rows) > most else "")


def makes_a_second(row: TaskRow) -> bool:
    """Whether running it again could create a second page or business manager, which cannot be undone: the first one
    may be there, or the present attempt may make it.
    """
    kind = TASK_TYPES.get(row.type)
    may_be_first = row.status in LIVE or may_be_made(row.status, row.outcome, row.result)
    return may_be_first and not (kind and kind.repeatable)


def created(request: BatchRequest, ids: Sequence[int]) -> str:
    """The receipt of new tasks, with the channel where their batch can be followed."""
    where = f"<#{request.channel}>" if is_channel(request.channel) else "our direct messages"
    numbers = f"#{ids[0]}" if len(ids) == 1 else f"#{ids[0]} to #{ids[-1]}"
    return f"Created {texts.count(len(ids), 'task')}: {numbers}. Follow {'it' if len(ids) == 1 else 'them'} in {where}."


def undoable(progress: Progress) -> str:
    """The operation's id and when it was asked about, when something can be undone; else empty."""
    asked = round(progress.created_at.timestamp() * 1000)
    return f"{progress.id}-{asked}" if progress.done or progress.later else ""


def undo_ends(progress: Progress) -> str:
    """Until when an operation can be undone: where only its reader sees the receipt, Slack lets nobody take the button away."""
    if progress.done_at is None or not undoable(progress):
        return ""
    return f"You can undo this until {texts.slack_time(progress.done_at + UNDO)}."


def undone(progress: Progress) -> str:
    """What Undo did."""
    singular, plural = _UNDONE[progress.kind]
    rest = progress.done + progress.later - progress.undone
    left = (
        f" {texts.count(rest, 'task')} had gone on meanwhile, so nothing was changed there." if rest else ""
    )
    return f"*Undone:* {texts.count(progress.undone, 'task')} {singular if progress.undone == 1 else plural}.{left}"


def not_undone(progress: Progress | None) -> str:
    """Why Undo did nothing."""
    if progress and progress.state in {"undoing", "undone"}:
        return "Undone already."
    return f"Too late to undo: that works for {int(UNDO.total_seconds())} s."


def batch_not_undone(batch: BatchDetail) -> str:
    """Why Undo on the message of a new batch did nothing."""
    if batch.undone_by:
        return "Undone already."
    late = f"Too late to undo: that works for {int(UNDO.total_seconds())} s."
    return f"{late} *Cancel the rest* cancels what still waits."


def receipt(
    operation: str, done: OperationResult, *, zone: ZoneInfo, now: datetime, counts: Progress | None = None
) -> str:
    """``Canceled 12 · Skipped 3`` and the reasons, as Slack markup; ``counts`` where the receipt holds only the first."""
    title, verb = _VERBS[operation]
    moved = counts.done + counts.later if counts else len(done.done) + len(done.later)
    skips = counts.skipped if counts else len(done.skipped)
    lines = [f"*{title} {moved} · Skipped {skips}*"]
    if done.done:
        listed = ", ".join(f"#{task_id}" for task_id in done.done[:_MOST_IDS])
        lines.append(listed + (" …" if moved - len(done.later) > _MOST_IDS else ""))
    lines += [f"#{task_id} runs again after its present attempt." for task_id in done.later[:_MOST_LINES]]
    lines += [reason(skipped, verb, zone=zone, now=now) for skipped in done.skipped[:_MOST_LINES]]
    rest = len(done.later[_MOST_LINES:]) + skips - len(done.skipped[:_MOST_LINES])
    return "\n".join(lines + ([f"… and {rest} more."] if rest else []))


def reason(skipped: Skipped, verb: str, *, zone: ZoneInfo, now: datetime) -> str:
    """Why one task was left alone."""
    if skipped.status is None:
        return f"There is no task #{skipped.task_id}."
    state = _STATES[skipped.status]
    when = f" since {texts.moment(skipped.since, zone=zone, now=now)}" if skipped.since else ""
    return f"#{skipped.task_id} {state}{when}, so it was not {verb}."


def warnings(seconds: Sequence[TaskRow], second: int, dry: int, dry_accounts: int) -> tuple[str, ...]:
    """What a re-execution would cost: ``second`` tasks would make a second one (some are ``seconds``), ``dry`` have no proxy."""
    lines = [
        f":warning: #{row.id} {_made(row)}. Running it again looks for it first, and makes a *second* one if it is not found."
        for row in seconds[:_MOST_LINES]
    ]
    if second > len(lines):
        lines.append(f":warning: {second - len(lines)} more can make a *second* page or business manager.")
    if dry:
        proxies = f"{texts.count(dry, 'task')} {'has' if dry == 1 else 'have'} no proxy"
        lines.append(f":warning: {proxies}: {texts.count(dry_accounts, 'account')}. Fix the proxy first.")
    return tuple(lines)


def _made(row: TaskRow) -> str:
    if row.status in LIVE:
        return f"{_STATES[row.status]} now and may make one"
    made = "has made" if row.outcome is Outcome.DONE else "may have made"
    return f"{made} one already: {texts.escape(texts.clip(row.result.rstrip('.'), _LONGEST_RESULT))}"


def _warnings_of(rows: Sequence[TaskRow]) -> tuple[str, ...]:
    second = [row for row in rows if makes_a_second(row)]
    dry = [row for row in rows if row.status is Status.NO_PROXY]
    return warnings(second, len(second), len(dry), len({row.login for row in dry}))


_STATES: Mapping[Status, str] = {
    Status.WAITING: "is waiting already",
    Status.STARTING: "is starting",
    Status.EXECUTING: "is executing",
    Status.ENDED: "has ended",
    Status.UNKNOWN_ERROR: "ended with an unknown error",
    Status.TIMED_OUT: "has timed out",
    Status.NO_PROXY: "ended for want of a proxy",
    Status.CANCELED: "is canceled already",
}
