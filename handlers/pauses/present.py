"""The texts of pauses beside the one sentence that every screen shows: see ``words.pause_words``. Pure."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.pauses.views import PauseFormView, PausesView, PauseView
from handlers.slack import texts
from handlers.slack.labels import group_choices
from handlers.slack.views import MOST_CHOICES, ChoiceView
from handlers.words import pause_words
from models.domain.task_types import TASK_TYPES
from models.domain.values.pauses import OpenPause, PauseScope

ANY = "*"  # the value of "all groups", "all types" and "until I resume" in the form
NONE = "Nothing is paused. `/tasks pause group:emea 2h the reason` pauses the tasks of a group."
GONE = "That pause has ended already."
_ALL_GROUPS = ChoiceView(text="All groups", value=ANY)
_LENGTHS = (
    ("Until somebody resumes", ANY),
    ("30 minutes", "30m"),
    ("1 hour", "1h"),
    ("2 hours", "2h"),
    ("4 hours", "4h"),
    ("1 day", "1d"),
    ("7 days", "7d"),
)


def listed(pauses: Sequence[OpenPause], *, zone: ZoneInfo, now: datetime, news: str = "") -> PausesView:
    """All pauses in force, the oldest first; ``news``: what was just done."""
    return PausesView(
        title="\n".join(filter(None, (news, "*Pauses*" if pauses else NONE))),
        pauses=tuple(
            PauseView(id=str(pause.id), words=pause_words.sentence(pause, zone=zone, now=now))
            for pause in pauses
        ),
    )


def begun(waiting: int, executing: int) -> str:
    """The receipt of a pause: what it means for what waits, and for what runs."""
    waits = f"{texts.count(waiting, 'task')} {'waits' if waiting == 1 else 'wait'}, and no worker begins {'it' if waiting == 1 else 'them'}."
    runs = f" {texts.count(executing, 'task')} already {'executes and ends' if executing == 1 else 'execute and end'} as usual."
    return waits + (runs if executing else "")


def resumed(pauses: int) -> str:
    """The receipt of a resume."""
    return (
        "Resumed. Workers begin the tasks that waited." if pauses == 1 else f"Resumed: {pauses} pauses ended."
    )


def not_paused(scope: PauseScope) -> str:
    """No pause in force has exactly this scope."""
    return f"No pause is for exactly {pause_words.which(scope)}."


def named(scope: PauseScope, length: str = "", why: str = "") -> str:
    """A pause as text for the audit."""
    return " · ".join(filter(None, (pause_words.typed(scope), length, why)))


def reminder(pause: OpenPause, *, zone: ZoneInfo, now: datetime) -> str:
    """To whoever paused tasks without an end, once a day."""
    lasts = texts.duration(now - pause.since)
    return (
        f"You paused {pause_words.which(pause.scope)} {lasts} ago, and nothing of it begins until somebody resumes. "
        f"`/tasks resume {pause_words.typed(pause.scope)}` resumes.\n{pause_words.sentence(pause, zone=zone, now=now)}"
    )


def groups(names: Sequence[str], typed: str) -> list[ChoiceView]:
    """The groups whose name contains what was typed, after the choice of all."""
    return [_ALL_GROUPS, *group_choices(names, typed, most=MOST_CHOICES - 1)]


def form(scope: PauseScope) -> PauseFormView:
    """The form, filled with what the list shows from which it was opened."""
    return PauseFormView(
        group=ChoiceView(text=scope.group, value=scope.group) if scope.group else _ALL_GROUPS,
        types=(
            ChoiceView(text="All types", value=ANY),
            *(ChoiceView(text=kind.label, value=kind.id) for kind in TASK_TYPES.values()),
        ),
        type=scope.type or ANY,
        lengths=tuple(ChoiceView(text=text, value=value) for text, value in _LENGTHS),
        account=scope.account,
    )
