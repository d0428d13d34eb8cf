"""Two attempts of a task side by side: what changed, and what is kept of each. Pure."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.slack import texts
from handlers.slack.labels import parameters, person, proxy_words
from handlers.slack.views import PictureView
from handlers.tasks.views import CompareView
from models.domain.conversations import is_channel
from models.domain.task_types import TASK_TYPES
from models.domain.triage.signs import of_task
from models.domain.values.rows import ComparedAttempt, Comparison

_RESULT, _WORKER = 700, 100  # characters
_GIVEN = {"password": "a new password", "session": "a new session"}
_ALWAYS_OTHER = frozenset({"Started", "Asked by", "Worker", "Took", "Traffic", "Waited"})
"""What two attempts differ in anyway: it is shown, and no change worth naming."""


def compare(found: Comparison, *, reader: str, zone: ZoneInfo, now: datetime) -> CompareView:
    """Both for one reader. The newer one stands on the left."""
    newer, older = (dict(_rows(one, found.type, zone, now)) for one in (found.newer, found.older))
    named = [label for label in newer if label not in _ALWAYS_OTHER]
    changed = [label.lower() for label in named if newer[label] != older[label]]
    same = [label.lower() for label in named if newer[label] == older[label]]
    visible = is_channel(found.channel) or found.visible_to == reader
    return CompareView(
        title=f"#{found.task_id}: two attempts",
        summary=_summary(found, changed, same),
        rows=tuple((_cell(label, found.newer, newer), _cell(label, found.older, older)) for label in newer),
        pictures=tuple(_picture(one) for one in (found.newer, found.older) if visible and one.picture),
        prints=tuple(_prints(found.newer, found.older)),
    )


def _summary(found: Comparison, changed: list[str], same: list[str]) -> str:
    given = ", ".join(dict.fromkeys(_GIVEN.get(what, what) for what in found.given))
    lines = (
        f"*Attempt {found.newer.number} and attempt {found.older.number}* of {texts.escape(found.login)}",
        f"Changed: *{', '.join(changed)}*." if changed else "Nothing that Bellhop records has changed.",
        f"The same: {', '.join(same)}." if changed and same else "",
        f"Between the two, somebody gave {given} for the account." if given else "",
        "Bellhop does not record which session an attempt used.",
    )
    return "\n".join(filter(None, lines))


def _cell(label: str, attempt: ComparedAttempt, rows: dict[str, str]) -> str:
    return f"*{label}* · attempt {attempt.number}\n{rows[label]}"


def _rows(attempt: ComparedAttempt, kind: str, zone: ZoneInfo, now: datetime) -> Iterator[tuple[str, str]]:
    yield "Status", "\n".join(map(str, of_task(attempt.status, attempt.outcome)))
    yield "Site's answer", texts.escape(texts.clip(attempt.result, _RESULT)) or texts.NOTHING
    yield "Login status", attempt.login_status.label
    yield "Proxy", _proxy(attempt)
    yield "Traffic", texts.data_size(attempt.traffic) if attempt.traffic else texts.NOTHING
    yield "Cause", f"`{attempt.cause}`" if attempt.cause else texts.NOTHING
    given = (
        {p.name: attempt.params.get(p.name, "") for p in TASK_TYPES[kind].parameters}
        if kind in TASK_TYPES
        else {}
    )
    yield from ((label, words or texts.NOTHING) for label, words in parameters(kind, given))
    yield "Started", texts.moment(attempt.started_at, zone=zone, now=now)
    yield "Waited", _between(attempt.asked_at, attempt.started_at)
    yield "Took", _between(attempt.started_at, attempt.ended_at)
    yield "Asked by", person(attempt.by)
    yield "Worker", texts.escape(texts.clip(attempt.worker, _WORKER)) or texts.NOTHING


def _between(start: datetime | None, end: datetime | None) -> str:
    return texts.duration(end - start) if start and end else texts.NOTHING


def _proxy(attempt: ComparedAttempt) -> str:
    if attempt.proxy_id is None:
        return "none used"
    if attempt.proxy is None:
        return f"#{attempt.proxy_id}, which is gone"
    return texts.escape(f"#{attempt.proxy_id} {proxy_words(attempt.proxy)}")


def _picture(attempt: ComparedAttempt) -> PictureView:
    return PictureView(
        file=attempt.picture,
        title=f"Attempt {attempt.number}",
        words=f"The screen at the end of attempt {attempt.number}. Its status note shows it too.",
    )


def _prints(newer: ComparedAttempt, older: ComparedAttempt) -> Iterator[str]:
    for attempt in (newer, older):
        if not attempt.sha256:
            yield f"Attempt {attempt.number} has no picture."
            continue
        note = f" · <{attempt.note_link}|Status note>" if attempt.note_link else ""
        size = f"{attempt.width} × {attempt.height}"
        yield f"Attempt {attempt.number}: {size} pixels, SHA-256 `{attempt.sha256}`{note}"
    if newer.sha256 and newer.sha256 == older.sha256:
        yield "The two pictures are the same, byte for byte."
