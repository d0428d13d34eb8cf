"""The filter words of ``/tasks``: parses text into a filter, and renders a filter back as text. Pure.

``parse_filter(render(f)) == f`` for every filter. An unknown word is refused with the nearest known one.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from handlers.slack import texts
from handlers.words import filter_values, typed_text
from handlers.words.filter_values import Said
from handlers.words.typed_text import as_name, quoted, unquoted
from models.domain.conditions import CONDITIONS, SPANS, Condition, Kind, in_force
from models.domain.errors import BadFilter
from models.domain.filters import EVERYTHING, TaskFilter, begins, ends
from models.domain.text import MOST_ID

LONGEST = 1500  # characters of a filter's words: with the rest of a list they fit a button
_LONGEST = 2000  # characters of a command that are parsed: more than any filter needs
_MENTION = re.compile(r"<@([A-Z0-9]{1,50})(?:\|[^>]*?)?>")


def parse_filter(text: str, *, me: str = "", others: Sequence[str] = ()) -> TaskFilter:
    """The filter for these words; raise BadFilter. ``me`` is the person ``by:me`` means; ``others`` are suggested, too."""
    wanted = EVERYTHING
    for word in filter_values.joined(split(text)):
        wanted = _with_word(wanted, word, me, others)
    if wanted.since and wanted.until and begins(wanted.since) >= ends(wanted.until):
        since, until = filter_values.moment_word(wanted.since), filter_values.moment_word(wanted.until)
        raise BadFilter(f"`from:{since}` is after `to:{until}`: nothing lies between them.")
    if len(render(wanted)) > LONGEST:
        raise BadFilter("That is more than one filter can hold. Name fewer groups or people.")
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
        return _READ[bare.kind](bare, wanted, [lower], Said("", me))
    name, colon, value = word.partition(":")
    condition = _BY_WORD.get(name.lower())
    if not colon or condition is None:
        raise BadFilter(_unknown(word, others))
    parts = filter_values.pieces(value) if condition.kind in _SEVERAL else [value]
    values = [unquoted(as_name(part) if condition.longest else part) for part in parts]
    values = [value for value in values if value.strip()]
    if not values:
        raise BadFilter(f"`{name.lower()}:` needs a value, such as {_example(condition, name.lower())}.")
    return _READ[condition.kind](condition, wanted, values, Said(name.lower(), me))


def _bare(word: str) -> Condition | None:
    """The condition that a word without a name stands for: a span, a status, a type or a Task ID; None for others."""
    chosen = (one for one in CONDITIONS if word in one.values() or word in one.several)
    if filter_values.DURATION.fullmatch(word):
        return _BY_WORD["since"]
    return next(chosen, None) or (_BY_WORD["id"] if task_id(word) is not None else None)


def _read_span(condition: Condition, wanted: TaskFilter, values: list[str], _said: Said) -> TaskFilter:
    (value,) = values
    lower = value.lower()
    if lower in SPANS or filter_values.DURATION.fullmatch(lower):
        return replace(wanted, **{condition.name: lower}, since=None, until=None)
    if clock := filter_values.clock(value):
        return replace(wanted, **{condition.name: clock}, since=None, until=None)
    if moment := filter_values.moment(value):
        return replace(wanted, since=moment, **{condition.name: ""})
    raise BadFilter(
        f"`since:{shown(value)}` is no time: write it as `since:18:00`, `since:12h` or `since:2026-11-01`."
    )


def _read_day(condition: Condition, wanted: TaskFilter, values: list[str], _said: Said) -> TaskFilter:
    (value,) = values
    moment = filter_values.moment(value)
    if moment is None:
        raise BadFilter(
            f"`{condition.word}:{shown(value)}` is no day: write it as {_example(condition)}. "
            f"A time may follow: `{condition.word}:{condition.example}T18:00`."
        )
    return replace(wanted, **{condition.name: moment}, span="")


def _read_choices(condition: Condition, wanted: TaskFilter, values: list[str], said: Said) -> TaskFilter:
    may = condition.also.get(said.word) or tuple(condition.values())
    before: tuple[str, ...] = getattr(wanted, condition.name)
    for value in values:
        several = condition.several.get(value.lower())
        if several and not said.limits(condition):
            before = before if before and set(before) <= set(several) else (*before, *several)
            continue
        chosen = one_of(value, list(may), said.word or condition.word)
        narrowed = (
            before in condition.several.values() and chosen in before
        )  # such as failed, and by whose hand
        before = (chosen,) if narrowed else (*before, chosen)
    return replace(wanted, **{condition.name: _in_order(condition, before)})


def _in_order(condition: Condition, chosen: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for value in condition.values() if value in chosen)


def _read_groups(condition: Condition, wanted: TaskFilter, values: list[str], _said: Said) -> TaskFilter:
    """Names within their maximum length."""
    names = [short(condition.word, value, condition.longest) for value in values]
    return replace(
        wanted, **{condition.name: tuple(dict.fromkeys((*getattr(wanted, condition.name), *names)))}
    )


def _read_name(condition: Condition, wanted: TaskFilter, values: list[str], _said: Said) -> TaskFilter:
    """A name within its maximum length."""
    return replace(wanted, **{condition.name: short(condition.word, values[0], condition.longest)})


def _read_people(condition: Condition, wanted: TaskFilter, values: list[str], said: Said) -> TaskFilter:
    people = [person_named(condition.word, value, said.me) for value in values]
    return replace(
        wanted, **{condition.name: tuple(dict.fromkeys((*getattr(wanted, condition.name), *people)))}
    )


def _read_person(condition: Condition, wanted: TaskFilter, values: list[str], said: Said) -> TaskFilter:
    return replace(wanted, **{condition.name: person_named(condition.word, values[0], said.me)})


def person_named(word: str, value: str, me: str) -> str:
    """The Slack user id that is meant behind a word such as ``by``; raise BadFilter."""
    if value.lower() == "me" and me:
        return me
    if mention := _MENTION.fullmatch(value):
        return mention[1]
    raise BadFilter(
        f"`{word}:{shown(value)}` names nobody: write `{word}:me`, or `{word}:@` and pick the person."
    )


def _read_number(condition: Condition, wanted: TaskFilter, values: list[str], _said: Said) -> TaskFilter:
    number, noun = task_id(values[0]), condition.noun
    if number is None:
        raise BadFilter(
            f"`{condition.word}:{shown(values[0])}` is no {noun}: a {noun} is a number, such as {_example(condition)}."
        )
    if getattr(wanted, condition.name) not in (None, number):
        raise BadFilter(f"A list shows one {noun} at a time: write one of them, or other words.")
    return replace(wanted, **{condition.name: number})


_READ: dict[Kind, Callable[[Condition, TaskFilter, list[str], Said], TaskFilter]] = {
    Kind.SPAN: _read_span,
    Kind.DAY: _read_day,
    Kind.CHOICES: _read_choices,
    Kind.GROUPS: _read_groups,
    Kind.NAME: _read_name,
    Kind.PEOPLE: _read_people,
    Kind.PERSON: _read_person,
    Kind.NUMBER: _read_number,
}
_ALONE = [word for condition in CONDITIONS for word in condition.several]
_SEVERAL = {Kind.CHOICES, Kind.GROUPS, Kind.PEOPLE}
_BY_WORD = {condition.word: condition for condition in CONDITIONS if condition.kind is not Kind.SPAN} | {
    word: condition for condition in CONDITIONS for word in condition.also
}


def _write_span(_: Condition, value: str) -> list[str]:
    return [f"since:{value}" if ":" in value else value]


def _write_choices(condition: Condition, value: tuple[str, ...]) -> list[str]:
    named = next((name for name, several in condition.several.items() if value == several), "")
    return [named] if named else [f"{condition.word}:{each}" for each in value]


def _write(condition: Condition, value: object) -> list[str]:
    return [f"{condition.word}:{quoted(str(value))}"]


_WRITE: dict[Kind, Callable[[Condition, Any], list[str]]] = {
    Kind.SPAN: _write_span,
    Kind.DAY: lambda condition, value: [f"{condition.word}:{filter_values.moment_word(value)}"],
    Kind.CHOICES: _write_choices,
    Kind.GROUPS: lambda condition, value: [f"{condition.word}:{quoted(each)}" for each in value],
    Kind.PEOPLE: lambda condition, value: [f"{condition.word}:<@{each}>" for each in value],
    Kind.PERSON: lambda condition, value: [f"{condition.word}:<@{value}>"],
}


def _example(condition: Condition, word: str = "") -> str:
    return f"`{word or condition.word}:{condition.example}`"


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
        raise BadFilter(f"`{name}:` can have up to {longest} characters; this one has {len(value)}.")
    return value


def _unknown(word: str, others: Sequence[str]) -> str:
    name, colon, _ = word.lower().partition(":")
    named = [*(other for other in others if other.endswith(":")), *(f"{known}:" for known in _BY_WORD)]
    # After a colon, prefer a known word that has one.
    near = get_close_matches(f"{name}:", named, n=1, cutoff=0.5) if colon else []
    near = near or get_close_matches(name, [*others, *SPANS, *_ALONE, *named], n=1, cutoff=0.5)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    return f"I do not know the word `{shown(word)}`.{hint} `/tasks help` lists all words."


def shown(word: str) -> str:
    """A typed word for use within a sentence: escaped, and clipped to 60 characters."""
    return texts.escape(texts.clip(word.replace("`", "'"), 60))
