"""Pauses in words: parses what follows ``/tasks pause``, and says which tasks a pause keeps waiting. Pure.

Every screen that says that tasks are paused says it by ``sentence``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.slack import texts
from handlers.slack.labels import person, type_label
from handlers.words import filter_words, typed_text
from models.domain.conditions import LONGEST_ACCOUNT, LONGEST_GROUP
from models.domain.errors import BadFilter
from models.domain.task_types import TASK_TYPES
from models.domain.triage.signs import PAUSED
from models.domain.values.pauses import OpenPause, PauseScope

LONGEST_WHY = 300  # characters
LONGEST = timedelta(days=30)
_SHOWN = 3  # pauses that are told one by one
_LENGTH = re.compile(r"([1-9][0-9]{0,3})(m|min|h|d)")
_UNITS = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_ALL = PauseScope()
_EXAMPLE = "`/tasks pause group:emea 2h proxies are being changed`, `/tasks pause all`"


@dataclass(frozen=True, kw_only=True)
class PauseWords:
    """What was typed after ``pause`` or ``resume``. Without a scope nothing was said of which tasks."""

    scope: PauseScope | None = None
    is_all: bool = False  # ``all`` was said
    length: timedelta | None = None  # None: until somebody resumes
    why: str = ""


def parse(text: str) -> PauseWords:
    """``group:emea 2h the reason as typed``; raise BadFilter with a sentence that helps."""
    said, rest = PauseWords(), text
    while split := typed_text.split(rest, 1):
        word, tail = split[0], split[1] if len(split) > 1 else ""
        told = _with_word(said, word)
        if told is None:
            break
        said, rest = told, tail
    why = typed_text.plain(rest).strip()
    if why and said.scope is None:
        raise BadFilter(f"Say which tasks: {_EXAMPLE}.")
    if len(why) > LONGEST_WHY:
        raise BadFilter(f"The reason can have up to {LONGEST_WHY} characters; this one has {len(why)}.")
    return replace(said, why=why)


def length(word: str) -> timedelta:
    """``90m``, ``2h`` or ``3d``; raise BadFilter where it is more than may be."""
    match = _LENGTH.fullmatch(word)
    if match is None:
        raise BadFilter(f"`{filter_words.shown(word)}` is no length of time. Write `90m`, `2h` or `3d`.")
    if (asked := int(match[1]) * _UNITS[match[2]]) > LONGEST:
        raise BadFilter(
            f"A pause ends after {LONGEST.days} days at most. Leave the time out to end it yourself."
        )
    return asked


def typed(scope: PauseScope) -> str:
    """The words that parse to this scope.

    >>> typed(PauseScope(group="north america", type="check"))
    'group:"north america" type:check'
    """
    named = (("group", scope.group), ("type", scope.type), ("account", scope.account))
    return " ".join(f"{name}:{typed_text.quoted(value)}" for name, value in named if value) or "all"


def which(scope: PauseScope) -> str:
    """Which tasks, as Slack markup.

    >>> which(PauseScope()), which(PauseScope(group="emea", type="check"))
    ('all tasks', '*Check* tasks in *emea*')
    """
    if scope == _ALL:
        return "all tasks"
    kind = f"*{type_label(scope.type)}* " if scope.type else ""
    whose = f" of *{texts.escape(texts.clip(scope.account, 80))}*" if scope.account else ""
    where = f" in *{texts.escape(texts.clip(scope.group, 80))}*" if scope.group else ""
    return f"{kind}tasks{whose}{where}"


def sentence(pause: OpenPause, *, zone: ZoneInfo | None, now: datetime) -> str:
    """That tasks are paused: which, by whom, since when, until when and why. ``zone`` None: each reader's own."""
    since = texts.moment(pause.since, zone=zone, now=now)
    until = (
        f"until {texts.moment(pause.until, zone=zone, now=now)}" if pause.until else "until somebody resumes"
    )
    why = f": {texts.escape(texts.clip(pause.why, LONGEST_WHY))}" if pause.why else ""
    return f"{PAUSED.icon} *{PAUSED.word}* {which(pause.scope)} · {until} · by {person(pause.by)} since {since}{why}"


def sentences(pauses: Sequence[OpenPause], *, zone: ZoneInfo | None, now: datetime) -> str:
    """The first few, a line each; empty where nothing is paused."""
    lines = [sentence(pause, zone=zone, now=now) for pause in pauses[:_SHOWN]]
    if (more := len(pauses) - _SHOWN) > 0:
        lines.append(f"{PAUSED.icon} and {texts.count(more, 'other pause')}: `/tasks pauses`")
    return "\n".join(lines)


def _with_word(said: PauseWords, word: str) -> PauseWords | None:
    """What was said, with one word more; None where the reason begins."""
    scope = said.scope or _ALL
    name, colon, value = word.partition(":")
    name, value = name.lower(), typed_text.unquoted(typed_text.as_name(value))
    if word.lower() == "all" and said.scope is None:
        return replace(said, scope=_ALL, is_all=True)
    if _LENGTH.fullmatch(word.lower()) and said.scope is not None and said.length is None:
        return replace(said, length=length(word.lower()))
    if not colon or name not in {"group", "type", "account"}:
        return None
    if getattr(scope, name):
        raise BadFilter(f"One pause is about one {name}. Pause the other one with a second command.")
    return replace(said, scope=replace(scope, **{name: _value(name, value)}), is_all=False)


def _value(name: str, value: str) -> str:
    if not value:
        raise BadFilter(f"`{name}:` needs a value: {_EXAMPLE}.")
    if name == "type":
        return filter_words.one_of(value, list(TASK_TYPES), "type")
    return filter_words.short(name, value, LONGEST_GROUP if name == "group" else LONGEST_ACCOUNT)
