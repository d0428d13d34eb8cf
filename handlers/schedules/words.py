"""Reads the words of ``/tasks schedule``: the type, the accounts, the time, how it runs, and what follows. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from handlers.words import filter_values, filter_words, roster_words
from handlers.words.typed_text import plain, unquoted
from models.domain.errors import BadFilter
from models.domain.filters import RosterFilter, TaskFilter
from models.domain.task_types import TASK_TYPES
from models.domain.values.schedules import MOST_SPREAD, Overlap, Target

_ALL = RosterFilter()
_CRON = re.compile(r"(?:^|\s)((?:[\d*][\d*/,-]*\s+){2}(?:[\d*L?][\w*/,#-]*\s+){2}[\w*][\w*/,#-]*)(?=\s|$)")
_OVER = re.compile(r"\bover\s+([1-9]\d{0,4})\s*(minutes?|mins?|m|hours?|hrs?|h)\b", re.IGNORECASE)
_HOUR = 60
_LONGEST_TYPE = 4  # words
_MOST_GRACE = 1440  # minutes
_THEN = '`then check` or `then create_page page_name:"My shop" category:Artist`'
_LAST = f"Write what follows at the end: {_THEN}."
_NO_DAY = "`{name}:{value}` is no day: write it as `{name}:2026-12-31`."


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was typed; empty where nothing was said of it."""

    type: str = ""
    filter: RosterFilter = _ALL  # of accounts
    accounts: tuple[str, ...] = ()
    view: str = ""  # a saved view's name
    time: str = ""
    zone: str = ""
    since: date | None = None
    until: date | None = None
    spread: int = 0
    grace: int | None = None
    overlap: Overlap = Overlap.SKIP
    then_type: str = ""  # what follows
    then_params: dict[str, str] = field(default_factory=dict[str, str])  # empty texts: nothing was said

    @property
    def is_whole(self) -> bool:
        """Whether it can be saved without asking for more: a form has the parameters of a type."""
        then = TASK_TYPES.get(self.then_type)
        return (
            bool(self.time and self.type)
            and not TASK_TYPES[self.type].parameters
            and not (then and then.check(self.then_params)[1])
        )


def read(text: str, *, me: str = "") -> Typed:
    """The parts of the words, in any order but for the type, which is first, and what follows, which is last; raise
    BadFilter with a sentence. ``me`` is whom ``owner:me`` means.
    """
    first, then_type, then_params = _then(plain(text))
    spread, rest = _spread(first)
    cron = _CRON.search(rest)
    if cron:
        rest = f"{rest[: cron.start()]} {rest[cron.end() :]}"
    kind, words = _type(filter_words.split(rest))
    of_accounts = [word for word in words if word.lower().startswith(roster_words.SHAPES)]
    wanted = Typed(
        type=kind,
        spread=spread,
        filter=roster_words.parse(of_accounts, me=me),
        then_type=then_type,
        then_params=then_params,
    )
    times: list[str] = []
    for word in words:
        name, colon, value = word.partition(":")
        if word in of_accounts:
            continue
        if colon and name.isalpha():
            wanted = _with(wanted, name.lower(), unquoted(value))
        elif word.lower() in tuple(Overlap):
            wanted = replace(wanted, overlap=Overlap(word.lower()))
        else:
            times.append(word)
    if cron and times:
        raise BadFilter(f"I do not understand `{filter_words.shown(times[0])}` beside a cron expression.")
    return replace(wanted, time=cron[1] if cron else " ".join(times))


def _then(text: str) -> tuple[str, str, dict[str, str]]:
    """(the words before *then*, the type behind it, its parameters): ``then create_page page_name:"My shop"``."""
    words = filter_words.split(text)
    at = next((place for place, word in enumerate(words) if word.lower() == "then"), None)
    if at is None:
        return text, "", {}
    kind_id, rest = _type(words[at + 1 :])
    if not kind_id:
        raise BadFilter(f"Say which type follows, such as {_THEN}.")
    kind, values = TASK_TYPES[kind_id], dict[str, str]()
    known = {one.name for one in kind.parameters}
    for word in rest:
        name, colon, value = word.partition(":")
        if not colon or name.lower() not in known:
            raise BadFilter(f"`{filter_words.shown(word)}` is no parameter of {kind.label}. {_LAST}")
        values[name.lower()] = unquoted(value)
    params, refusals = kind.check(values)
    if wrong := [why for name, why in refusals.items() if name in values]:
        raise BadFilter(" ".join(wrong))
    return " ".join(words[:at]), kind_id, params


def _spread(text: str) -> tuple[int, str]:
    """(the minutes, the other words)."""
    over = _OVER.search(text)
    if over is None:
        return 0, text
    minutes = int(over[1]) * (_HOUR if over[2][0].lower() == "h" else 1)
    if minutes > MOST_SPREAD:
        raise BadFilter("A batch can be spread over 24 hours at most: `over 24 h`.")
    return minutes, f"{text[: over.start()]} {text[over.end() :]}"


def _type(words: Sequence[str]) -> tuple[str, list[str]]:
    """(the type at the beginning, the other words); an unknown first word is refused with the nearest type."""
    for length in range(min(_LONGEST_TYPE, len(words)), 0, -1):
        name = "_".join(words[:length]).lower().removeprefix("type:")
        if name in TASK_TYPES:
            return name, list(words[length:])
    if words and ":" not in words[0].removeprefix("type:") and not words[0][0].isdigit():
        return filter_words.one_of(words[0].removeprefix("type:"), list(TASK_TYPES), "type"), list(words[1:])
    return "", list(words)


def _with(wanted: Typed, name: str, value: str) -> Typed:
    match name:
        case "account":
            return replace(wanted, accounts=(*wanted.accounts, *filter(None, value.split(","))))
        case "view":
            return replace(wanted, view=value)
        case "zone":
            return replace(wanted, zone=value)
        case "from":
            return replace(wanted, since=_day(name, value))
        case "until" | "to":
            return replace(wanted, until=_day(name, value))
        case "late":
            return replace(wanted, grace=_grace(value))
        case _:
            known = (
                "`group:`, `login:`, `owner:`, `account:`, `view:`, `zone:`, `from:`, `until:` and `late:`"
            )
            raise BadFilter(f"A schedule has no `{filter_words.shown(name)}:`. It has {known}.")


def _day(name: str, value: str) -> date:
    moment = filter_values.moment(value)
    if moment is None or isinstance(moment, datetime):
        raise BadFilter(_NO_DAY.format(name=name, value=filter_words.shown(value)))
    return moment


def _grace(value: str) -> int:
    """Minutes."""
    match = re.fullmatch(r"(\d{1,4})(m|min|h)?", value.lower())
    minutes = (
        0 if value.lower() == "no" else int(match[1]) * (_HOUR if match[2] == "h" else 1) if match else -1
    )
    if not 0 <= minutes <= _MOST_GRACE:
        raise BadFilter("`late:` takes `no`, or a time up to 24 hours, such as `late:30m` or `late:2h`.")
    return minutes


def read_target(target: Target) -> TaskFilter | RosterFilter | None:
    """The list of tasks, or the filter of accounts, that a schedule runs on; None where it is neither, or one that cannot
    be read any more.
    """
    try:
        if target.accounts:
            return roster_words.parse(filter_words.split(target.accounts))
        return filter_words.parse_filter(target.tasks) if target.tasks else None
    except BadFilter:
        return None
