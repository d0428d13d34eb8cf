"""The daily digest of a channel, and the message to the person whose batch is done. Pure."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.batches import present_overview
from handlers.slack import texts
from handlers.slack.labels import about, counted, person, type_label
from handlers.words import filter_words
from models.domain.audit_chain import TOLD
from models.domain.conversations import is_channel
from models.domain.lifecycle import Status
from models.domain.values.alerts import Day, DigestTime
from models.domain.values.batches.standing import BatchDetail, BatchOverview


def state(digest: DigestTime | None) -> str:
    """When a channel gets its digest."""
    if digest is None:
        return "This channel has no digest. `/tasks digest 09:00` posts a summary of the day before here every day."
    which = f", of the tasks{about(digest.scope)}" if about(digest.scope) else ""
    return f"This channel gets a summary of the day before every day at {digest.at} ({digest.zone}){which}. `/tasks digest off` ends that."


def rests(digest: DigestTime) -> str:
    """Instead of a digest whose maker may not see tasks any more."""
    return (
        f"The daily digest is paused: {person(digest.by)}, who turned it on, may not see tasks any more. "
        f"An admin starts it again with `/tasks digest {digest.at}{_words(digest)}`, or ends it with `/tasks digest off`."
    )


def _words(digest: DigestTime) -> str:
    words = filter_words.render(digest.scope)
    return f" {filter_words.shown(words)}" if words else ""


def lines(days: Sequence[Day], digest: DigestTime) -> str:
    """The digest: a line for each day, oldest first, what waits now, and the head of the audit."""
    which = f"Tasks{about(digest.scope)}\n" if about(digest.scope) else ""
    day = days[-1]
    now = f"{texts.count(day.waiting, 'task')} {'waits' if day.waiting == 1 else 'wait'} now"
    held = f", {texts.count(day.held, 'account')} on hold" if day.held else ""
    told = "\n".join(map(_line, days))
    return f"{which}{told} {now}{held}.{_audit(day)}"


def _line(day: Day) -> str:
    total = sum(day.counts.values())
    tasks = f"{texts.count(total, 'task')}, {counted(day.counts)}" if total else "no task was created"
    return f"*{day.day:%a} {day.day.day} {day.day:%b}*: {tasks}."


def _audit(day: Day) -> str:
    """What stands here can be held against the database: ``bellhop audit --verify --head …``."""
    if not day.audit_head:
        return ""
    return f"\nAudit: {texts.count(day.audit_lines, 'line')}, head `{day.audit_head[:TOLD]}`."


def finished(batch: BatchDetail, kind: str, overview: BatchOverview, took: timedelta) -> str:
    """The message to the person who created a batch, sent once when all its tasks are over."""
    where = f" in <#{batch.channel}>" if is_channel(batch.channel) else ""
    title = f"Your batch *{type_label(kind)} · {texts.count(batch.size, 'task')}*{where}"
    ended = (
        f"is {'finished' if overview.counts.get(Status.CANCELED) else 'done'} after {texts.duration(took)}"
    )
    stands = f"{present_overview.done(overview)}. {present_overview.counts(overview)}"
    why = f"\n{failed}" if (failed := present_overview.failed(overview)) else ""
    return f"{title} {ended}: {stands}.{why}"
