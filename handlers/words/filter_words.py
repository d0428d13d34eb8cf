"""The filter words of ``/tasks``: parses text into a filter, and renders a filter back as text. Pure.

``parse_filter(render(f)) == f`` for every filter. An unknown word is refused with the nearest known one.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from handlers.slack import texts
from handlers.words import typed_text
from handlers.words.typed_text import as_name, quoted, unquoted
from models.domain.conditions import CONDITIONS, SPANS, Condition, Kind, in_force
from models.domain.errors import BadFilter
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.text import MOST_ID

_LONGEST = 2000  # characters of a command that are parsed: more than any filter needs
_MENTION = re.compile(r"<@([A-Z0-9]{1,50})(?:\|[^>]*?)?>")


def parse_filter(text: str, *, me: str = "", others: Sequence[str] = ()) -> TaskFilter:
    """The filter for these words; raise BadFilter. ``me`` is the person ``by:me`` means; ``others`` are suggested, too."""
    wanted = EVERYTHING
    for word in split(text):
        wanted = _with_word(wanted, word, me, others)
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise BadFilter(f"`from:{wanted.since}` is after `to:{wanted.until}`: nothing lies between them.")
    return wanted


def render(wanted: TaskFilter) -> str:
    """The words that parse to this filter; empty for no filter."""
    asked = in_force(wanted)
    return " ".join(
        word
        for condition in CONDITIONS
        if condition.name in asked
        for word in _WRITE.get(condition.kind, _write)(condition, getattr(wanted, condition.name))
    )


def split(text: str, most: int | None = None) -> list[str]:
    """The words of a text, in their ordinary form; after ``most`` of them the rest as typed, as one."""
    return typed_text.split(text, most, longest=_LONGEST)


def _with_word(wanted: TaskFilter, word: str, me: str, others: Sequence[str]) -> TaskFilter:
    word = unquoted(word) if word.startswith('"') else word.rstrip('"') if word.count('"') == 1 else word
    lower = word.lower()
    if bare := _bare(lower):
        return _READ[bare.kind](bare, wanted, lower, me)
    name, colon, value = word.partition(":")
    condition = _BY_WORD.get(name.lower())
    value = unquoted(as_name(value) if condition and condition.longest else value)
    if not colon or condition is None:
        raise BadFilter(_unknown(word, others))
    if not value.strip():
        raise BadFilter(f"`{condition.word}:` needs a value, such as {_example(condition)}.")
    return _READ[condition.kind](condition, wanted, value, me)


def _bare(word: str) -> Condition | None:
    """The condition that a word without a name stands for: a span, a status, a type or a Task ID; None for others."""
    chosen = (one for one in CONDITIONS if word in one.values())
    return next(chosen, None) or (_BY_WORD["id"] if task_id(word) is not None else None)


def _read_span(condition: Condition, wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    return replace(wanted, **{condition.name: value}, since=None, until=None)


def _read_day(condition: Condition, wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    try:
        return replace(wanted, **{condition.name: date.fromisoformat(value)}, span="")
    except ValueError as error:
        raise BadFilter(
            f"`{condition.word}:{shown(value)}` is no day: write it as {_example(condition)}."
        ) from error


def _read_choices(condition: Condition, wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    chosen, before = one_of(value, list(condition.values()), condition.word), getattr(wanted, condition.name)
    return replace(
        wanted, **{condition.name: tuple(c for c in condition.values() if c == chosen or c in before)}
    )


def _read_choice(condition: Condition, wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    return replace(wanted, **{condition.name: one_of(value, list(condition.values()), condition.word)})


def _read_name(condition: Condition, wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    """A name within its maximum length."""
    return replace(wanted, **{condition.name: short(condition.word, value, condition.longest)})


def _read_person(condition: Condition, wanted: TaskFilter, value: str, me: str) -> TaskFilter:
    if value.lower() == "me" and me:
        return replace(wanted, **{condition.name: me})
    if mention := _MENTION.fullmatch(value):
        return replace(wanted, **{condition.name: mention[1]})
    raise BadFilter(
        f"`{condition.word}:{shown(value)}` names nobody: write `{condition.word}:me`, or `{condition.word}:@` and pick the person."
    )


def _read_number(condition: Condition, wanted: TaskFilter, value: str, _me: str) -> TaskFilter:
    number = task_id(value)
    if number is None:
        raise BadFilter(
            f"`{condition.word}:{shown(value)}` is no Task ID: a Task ID is a number, such as {_example(condition)}."
        )
    if getattr(wanted, condition.name) not in (None, number):
        raise BadFilter("A list shows one Task ID at a time: write one of them, or other words.")
    return replace(wanted, **{condition.name: number})


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
    Kind.CHOICES: lambda condition, value: [f"{condition.word}:{each}" for each in value],
    Kind.PERSON: lambda condition, value: [f"{condition.word}:<@{value}>"],
}
_BY_WORD = {condition.word: condition for condition in CONDITIONS if condition.kind is not Kind.SPAN}


def _write(condition: Condition, value: object) -> list[str]:
    return [f"{condition.word}:{quoted(str(value))}"]


def _example(condition: Condition) -> str:
    return f"`{condition.word}:{condition.example}`"


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
    """The name; raise BadFilter if it is longer than ``longest`` characters."""
    if len(value) > longest:
        raise BadFilter(f"`{name}:` may have {longest} characters; this has {len(value)}.")
    return value


def _unknown(word: str, others: Sequence[str]) -> str:
    name, colon, _ = word.lower().partition(":")
    named = [*(other for other in others if other.endswith(":")), *(f"{known}:" for known in _BY_WORD)]
    # After a colon, prefer a known word that has one.
    near = get_close_matches(f"{name}:", named, n=1, cutoff=0.5) if colon else []
    near = near or get_close_matches(name, [*others, *SPANS, *named], n=1, cutoff=0.5)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    return f"I do not know the word `{shown(word)}`.{hint} `/tasks help` lists all words."


def shown(word: str) -> str:
    """A typed word for use within a sentence: escaped, and clipped to 60 characters."""
    return texts.escape(texts.clip(word.replace("`", "'"), 60))
