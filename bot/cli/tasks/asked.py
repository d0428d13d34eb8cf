"""Which tasks a command is asked about: the words of a list in Slack, as they are typed in a shell."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from bot import settings
from bot.cli.tasks.printed import plain, terminal_words
from handlers.words import filter_words
from handlers.words.list_words import parse_list
from models.domain.conditions import CONDITIONS, Kind
from models.domain.conversations import is_person
from models.domain.errors import BadFilter
from models.domain.filters import ListState, TaskFilter

MOST_LISTED, MOST_IDS = 1000, 1000  # tasks of a page; named one by one


def completed(incomplete: str) -> list[str]:
    """The filter words that begin so, for a shell."""
    words = [
        *(word for one in CONDITIONS for word in one.several),
        *(value for one in CONDITIONS if one.kind is Kind.SPAN for value in one.values()),
        *(f"{one.word}:{value}" for one in CONDITIONS if one.kind is Kind.CHOICES for value in one.values()),
        *(f"{one.word}:" for one in CONDITIONS if not one.values()),
    ]
    return [word for word in words if word.startswith(incomplete)]


Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WORDS", autocompletion=completed, help="Filter words, such as: failed type:check since:18:00"
    ),
]
Zone = Annotated[str, typer.Option("--zone", help="Whose days and times, such as Europe/Berlin")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, with times in UTC")]
HELP = "\n\n".join(
    (
        "Filter words:",
        *(plain(one.usage).replace("@somebody", "U012ABCDEF") for one in CONDITIONS if one.usage),
    )
)  # for the end of a command's help
_PEOPLE = re.compile(r"(by|for):(.+)", re.IGNORECASE)


def state(typed: Sequence[str], *, me: str) -> ListState:
    """The list for these words; stop with a sentence where one means nothing. ``me`` is the person ``by:me`` means."""
    try:
        return parse_list([_quoted(word) for word in typed], me=me, others=())
    except BadFilter as error:
        stop(error)


def ids_or_filter(typed: Sequence[str], *, me: str) -> tuple[tuple[int, ...], TaskFilter | None]:
    """(Task IDs, None) where there are only those, else ((), the filter). Stop where nothing is named."""
    ids = [filter_words.task_id(word) for text in typed for word in text.split(",") if word]
    if len(ids) > MOST_IDS:
        settings.stop(f"name at most {MOST_IDS:,} Task IDs, or filter words for all tasks that match.")
    if ids and None not in ids:
        return tuple(dict.fromkeys(number for number in ids if number is not None)), None
    wanted = state(typed, me=me).filter
    if wanted.is_empty:
        settings.stop("name Task IDs, such as 4711 4712, or filter words, such as: waiting type:check.")
    return (), wanted


def page(typed: Sequence[str], *, me: str, limit: int | None, number: int | None) -> ListState:
    """The page of a list; what the options say goes before ``rows:`` and ``page:``."""
    asked = state(typed, me=me)
    return replace(asked, size=limit or asked.size, page=number or asked.page)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name; stop where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        settings.stop("--zone: write a time zone by its name, such as Europe/Berlin.")


def stop(error: BadFilter) -> NoReturn:
    """End with what is wrong with the words."""
    settings.stop(terminal_words(str(error)))


def _quoted(word: str) -> str:
    """A word as it is typed in Slack: a shell has taken its quotes away, and people are named by their ids."""
    if people := _PEOPLE.fullmatch(word):
        names = [f"<@{name}>" if is_person(name) else name for name in people[2].split(",")]
        return f"{people[1]}:{','.join(names)}"
    name, colon, value = word.partition(":")
    if not colon or " " not in value or '"' in value:
        return word
    parts = value.split(",") if name.lower() == "group" else [value]
    return f"{name}:" + ",".join(f'"{part.strip()}"' for part in parts)
