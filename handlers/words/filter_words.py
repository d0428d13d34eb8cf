"""The words of ``/tasks``: text to a command or a filter, and a filter back to the words that make it. Pure.

``parse_filter(render(f)) == f`` for every filter. An unknown word is answered with the nearest one that is known.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from handlers.slack import texts
from models.domain.conditions import CONDITIONS, SPANS, Condition, Kind, in_force
from models.domain.errors import BadFilter
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.text import MOST_ID, keepable

_LONGEST = 2000  # characters of a command that are looked at: more than any filter's own words
_WORD = re.compile(r'[^\s"]*"(?:\\.|[^"\\])*"|\S+', re.DOTALL)
# Slack may hand a text back escaped.
_MENTION = re.compile(r"(?:<|&lt;)@([A-Z0-9]{1,50})(?:\|[^>]*?)?(?:>|&gt;)")
# What a phone's keyboard makes of quotes and spaces is read as those; after a backslash it is meant as it is.
_SMART = {"“": '"', "”": '"', "„": '"', "\u00a0": " "}
_TYPED = re.compile("\\\\.|[“”„\u00a0]", re.DOTALL)
_SPECIAL = re.compile('(["\\\\“”„\u00a0])')
_ESCAPED = re.compile('\\\\(["\\\\“”„\u00a0])')


def parse_filter(text: str, *, me: str = "", others: Sequence[str] = ()) -> TaskFilter:
    """The filter these words make; ``me`` is who ``by:me`` means, ``others`` the other words that may be meant."""
    wanted = EVERYTHING
    for word in split(text):
        wanted = _with_word(wanted, word, me, others)
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise BadFilter(f"`from:{wanted.since}` is after `to:{wanted.until}`: nothing lies between them.")
    return wanted


def render(wanted: TaskFilter) -> str:
    """The words that make this filter; empty for none."""
    asked = in_force(wanted)
    return " ".join(
        word
        for one in CONDITIONS
        if one.name in asked
        for word in _WRITE.get(one.kind, _write)(one, getattr(wanted, one.name))
    )


def split(text: str) -> list[str]:
    return _WORD.findall(_TYPED.sub(lambda found: _SMART.get(found[0], found[0]), keepable(text[:_LONGEST])))


def _with_word(wanted: TaskFilter, word: str, me: str, others: Sequence[str]) -> TaskFilter:
    lower = word.lower()
    if bare := _bare(lower):
        return _READ[bare.kind](bare, wanted, lower, me)
    name, colon, value = word.partition(":")
    value = unquoted(value)
    condition = _BY_WORD.get(name.lower())
    if not colon or condition is None:
        raise BadFilter(_unknown(word, others))
    if not value.strip():
        raise BadFilter(f"`{condition.word}:` needs a value, such as {_example(condition)}.")
    return _READ[condition.kind](condition, wanted, value, me)


def _bare(word: str) -> Condition | None:
    """The condition a word means that stands without a name: a span, a status, a type or a Task ID."""
    chosen = (one for one in CONDITIONS if word in one.values())
    return next(chosen, None) or (_BY_WORD["id"] if task_id(word) is not None else None)


def _read_span(one: Condition, wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    return replace(wanted, **{one.name: value}, since=None, until=None)


def _read_day(one: Condition, wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    try:
        return replace(wanted, **{one.name: date.fromisoformat(value)}, span="")
    except ValueError as error:
        raise BadFilter(f"`{one.word}:{shown(value)}` is no day: write it as {_example(one)}.") from error


def _read_choices(one: Condition, wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    chosen, before = one_of(value, list(one.values()), one.word), getattr(wanted, one.name)
    return replace(wanted, **{one.name: tuple(c for c in one.values() if c == chosen or c in before)})


def _read_choice(one: Condition, wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    return replace(wanted, **{one.name: one_of(value, list(one.values()), one.word)})


def _read_name(one: Condition, wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    """A name that is no longer than such names are."""
    return replace(wanted, **{one.name: short(one.word, value, one.longest)})


def _read_person(one: Condition, wanted: TaskFilter, value: str, me: str) -> TaskFilter:
    if value.lower() == "me" and me:
        return replace(wanted, **{one.name: me})
    if found := _MENTION.fullmatch(value):
        return replace(wanted, **{one.name: found[1]})
    raise BadFilter(
        f"`{one.word}:{shown(value)}` names nobody: write `{one.word}:me`, or `{one.word}:@` and pick the person."
    )


def _read_number(one: Condition, wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    number = task_id(value)
    if number is None:
        raise BadFilter(
            f"`{one.word}:{shown(value)}` is no Task ID: a Task ID is a number, such as {_example(one)}."
        )
    if getattr(wanted, one.name) not in (None, number):
        raise BadFilter("A list shows one Task ID at a time: write one of them, or other words.")
    return replace(wanted, **{one.name: number})


_READ: dict[Kind, Callable[[Condition, TaskFilter, str, str], TaskFilter]] = {
    Kind.SPAN: _read_span,
    Kind.DAY: _read_day,
    Kind.CHOICES: _read_choices,
    Kind.CHOICE: _read_choice,
    Kind.GROUP: _read_name,
    Kind.NAME: _read_name,
    Kind.PERSON: _read_person,
    Kind.NUMBER: _read_number,
}
_WRITE: dict[Kind, Callable[[Condition, Any], list[str]]] = {
    Kind.SPAN: lambda _, value: [value],
    Kind.CHOICES: lambda one, value: [f"{one.word}:{each}" for each in value],
    Kind.PERSON: lambda one, value: [f"{one.word}:<@{value}>"],
}
_BY_WORD = {one.word: one for one in CONDITIONS if one.kind is not Kind.SPAN}


def _write(one: Condition, value: object) -> list[str]:
    return [f"{one.word}:{quoted(str(value))}"]


def _example(one: Condition) -> str:
    return f"`{one.word}:{one.example}`"


def task_id(word: str) -> int | None:
    digits = word.removeprefix("#")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(MOST_ID)):
        return None
    return int(digits) if int(digits) <= MOST_ID else None


def one_of(value: str, known: list[str], what: str) -> str:
    word = value.lower().replace("-", "_").replace(" ", "_")
    if word in known:
        return word
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    hint = f" Did you mean `{what}:{near[0]}`?" if near else f" It may be: {', '.join(known)}."
    raise BadFilter(f"There is no {what} `{shown(value)}`.{hint}")


def short(name: str, value: str, longest: int) -> str:
    """A name that is no longer than such names are, or BadFilter."""
    if len(value) > longest:
        raise BadFilter(f"`{name}:` may have {longest} characters; this has {len(value)}.")
    return value


def _unknown(word: str, others: Sequence[str]) -> str:
    name, colon, _ = word.lower().partition(":")
    named = [*(one for one in others if one.endswith(":")), *(f"{one}:" for one in _BY_WORD)]
    # Who wrote a colon meant a word that has one, if any is near.
    near = get_close_matches(f"{name}:", named, n=1, cutoff=0.5) if colon else []
    near = near or get_close_matches(name, [*others, *SPANS, *named], n=1, cutoff=0.5)
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
