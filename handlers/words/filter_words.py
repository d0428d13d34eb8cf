"""The words of ``/tasks``: text to a command or a filter, and a filter back to the words that make it. Pure.

``parse_filter(render(f)) == f`` for every filter. An unknown word is answered with the nearest one that is known.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from handlers.slack import texts
from models.domain.errors import BadFilter
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.lifecycle import Status
from models.domain.task_types import TASK_TYPES
from models.domain.text import MOST_ID, keepable

VERBS = (
    "new",
    "show",
    "cancel",
    "retry",
    "waiting",
    "view",
    "views",
    "alerts",
    "digest",
    "export",
    "stats",
    "access",
    "audit",
    "doctor",
    "help",
)
SHAPES = ("cards", "table", "rows:", "page:")  # how a list is drawn
SPANS = ("today", "yesterday", "1w", "30d")
_LONGEST = 2000  # characters of a command that are looked at: more than any filter's own words
LONGEST = {"group": 100, "account": 255}  # characters such a name may have
_WORD = re.compile(r'[^\s"]*"(?:\\.|[^"\\])*"|\S+', re.DOTALL)
# Slack may hand a text back escaped.
_MENTION = re.compile(r"(?:<|&lt;)@([A-Z0-9]{1,50})(?:\|[^>]*?)?(?:>|&gt;)")
# What a phone's keyboard makes of quotes and spaces is read as those; after a backslash it is meant as it is.
_SMART = {"“": '"', "”": '"', "„": '"', "\u00a0": " "}
_TYPED = re.compile("\\\\.|[“”„\u00a0]", re.DOTALL)
_SPECIAL = re.compile('(["\\\\“”„\u00a0])')
_ESCAPED = re.compile('\\\\(["\\\\“”„\u00a0])')


def parse_filter(text: str, *, me: str = "") -> TaskFilter:
    """The filter these words make; ``me`` is who ``by:me`` means."""
    wanted = EVERYTHING
    for word in split(text):
        wanted = _with_word(wanted, word, me)
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise BadFilter(f"`from:{wanted.since}` is after `to:{wanted.until}`: nothing lies between them.")
    return wanted


def render(wanted: TaskFilter) -> str:
    """The words that make this filter; empty for none."""
    return " ".join(
        [
            *(f"status:{status.value}" for status in wanted.statuses),
            *([f"type:{wanted.type}"] if wanted.type else []),
            *([wanted.span] if wanted.span else []),
            *([f"from:{wanted.since}"] if wanted.since else []),
            *([f"to:{wanted.until}"] if wanted.until else []),
            *([f"group:{quoted(wanted.group)}"] if wanted.group else []),
            *([f"by:<@{wanted.by}>"] if wanted.by else []),
            *([f"account:{quoted(wanted.account)}"] if wanted.account else []),
            *([f"id:{wanted.task_id}"] if wanted.task_id is not None else []),
        ]
    )


def split(text: str) -> list[str]:
    return _WORD.findall(_TYPED.sub(lambda found: _SMART.get(found[0], found[0]), keepable(text[:_LONGEST])))


def _with_word(wanted: TaskFilter, word: str, me: str) -> TaskFilter:
    lower = word.lower()
    if lower in SPANS:
        return replace(wanted, span=lower, since=None, until=None)
    if lower in _BARE:
        return _BARE[lower](wanted, lower, me)
    if task_id(lower) is not None:
        return _id(wanted, lower, me)
    name, colon, value = word.partition(":")
    value = unquoted(value)
    meaning = _FILTERS.get(name.lower())
    if not colon or meaning is None:
        raise BadFilter(_unknown(word))
    if not value.strip():
        raise BadFilter(f"`{name.lower()}:` needs a value, such as {_EXAMPLES[name.lower()]}.")
    return meaning(wanted, value, me)


def _status(wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    chosen = Status(one_of(value, [status.value for status in Status], "status"))
    statuses = tuple(status for status in Status if status == chosen or status in wanted.statuses)
    return replace(wanted, statuses=statuses)


def _type(wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    return replace(wanted, type=one_of(value, list(TASK_TYPES), "type"))


def _by(wanted: TaskFilter, value: str, me: str) -> TaskFilter:
    if value.lower() == "me" and me:
        return replace(wanted, by=me)
    if found := _MENTION.fullmatch(value):
        return replace(wanted, by=found[1])
    raise BadFilter(f"`by:{shown(value)}` names nobody: write `by:me`, or `by:@` and pick the person.")


def _account(wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    return replace(wanted, account=short("account", value))


def _group(wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    return replace(wanted, group=short("group", value))


def _id(wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    number = task_id(value)
    if number is None:
        raise BadFilter(f"`id:{shown(value)}` is no Task ID: a Task ID is a number, such as `id:4711`.")
    if wanted.task_id not in (None, number):
        raise BadFilter("A list shows one Task ID at a time: write one of them, or other words.")
    return replace(wanted, task_id=number)


def _from(wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    return replace(wanted, since=_day("from", value), span="")


def _to(wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    return replace(wanted, until=_day("to", value), span="")


_FILTERS: dict[str, Callable[[TaskFilter, str, str], TaskFilter]] = {
    "status": _status,
    "type": _type,
    "group": _group,
    "by": _by,
    "account": _account,
    "id": _id,
    "from": _from,
    "to": _to,
}
_BARE = {status.value: _status for status in Status} | dict.fromkeys(TASK_TYPES, _type)
"""Statuses and types that may be written without ``status:`` and ``type:``."""

_EXAMPLES = {
    "status": "`status:waiting`",
    "type": "`type:check`",
    "group": "`group:emea`",
    "by": "`by:me`",
    "account": "`account:100012345`",
    "id": "`id:4711`",
    "from": "`from:2026-11-01`",
    "to": "`to:2026-11-07`",
}


def task_id(word: str) -> int | None:
    digits = word.removeprefix("#")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(MOST_ID)):
        return None
    return int(digits) if int(digits) <= MOST_ID else None


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadFilter(f"`{name}:{shown(value)}` is no day: write it as {_EXAMPLES[name]}.") from error


def one_of(value: str, known: list[str], what: str) -> str:
    word = value.lower().replace("-", "_").replace(" ", "_")
    if word in known:
        return word
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    hint = f" Did you mean `{what}:{near[0]}`?" if near else f" It may be: {', '.join(known)}."
    raise BadFilter(f"There is no {what} `{shown(value)}`.{hint}")


def short(name: str, value: str) -> str:
    """A name that is no longer than such names are, or BadFilter."""
    longest = LONGEST[name]
    if len(value) > longest:
        raise BadFilter(f"`{name}:` may have {longest} characters; this has {len(value)}.")
    return value


def _unknown(word: str) -> str:
    name, colon, _ = word.lower().partition(":")
    named = [*(one for one in SHAPES if one.endswith(":")), *(f"{one}:" for one in _FILTERS)]
    # Who wrote a colon meant a word that has one, if any is near.
    near = get_close_matches(f"{name}:", named, n=1, cutoff=0.5) if colon else []
    near = near or get_close_matches(name, [*VERBS, *SPANS, *SHAPES, *named], n=1, cutoff=0.5)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    return f"I do not know the word `{shown(word)}`.{hint} `/tasks help` lists all words."


def shown(word: str) -> str:
    """A person's own word within a sentence: inert, and no longer than can be read."""
    return texts.escape(texts.clip(word.replace("`", "'"), 60))


def quoted(value: str) -> str:
    """The value as one word: in quotes when it has spaces or quotes of its own, those marked by a backslash."""
    if not re.search(r'[\s"“”„]', value):
        return value
    return '"' + _SPECIAL.sub(r"\\\1", value) + '"'


def unquoted(word: str) -> str:
    """What stands after the colon: the inside of quotes as it was meant, anything else without stray quotes."""
    if len(word) > 1 and word[0] == word[-1] == '"':
        return _ESCAPED.sub(r"\1", word[1:-1])
    return word.replace('"', "").strip()
