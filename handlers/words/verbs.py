"""The definition of a slash command's verb: its parsing, permission, help and hints. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from handlers.words import filter_words
from models.domain.permissions import Action

C = TypeVar("C")


class Usage(NamedTuple):
    """A line of the help, for those who may do the verb's action and ``needs``."""

    typed: str
    meaning: str
    needs: Action | None = None  # where this way to call the verb changes something


@dataclass(frozen=True, kw_only=True)
class Verb(Generic[C]):
    """A verb: the permission it needs, the parser of the words after it, and its lines in the help."""

    name: str
    needs: Action
    parse: Callable[[str, list[str], str], C]
    """(the verb as typed, the words after it, who typed) to the command; raises BadFilter with a sentence that helps."""
    usages: tuple[Usage, ...] = ()
    words: int | None = None  # after it; then comes a text that is kept as typed


def words_after(verb: Verb[Any], text: str) -> list[str]:
    """The words after the verb, in their ordinary form; the text behind its last word, if it takes one, as typed."""
    return filter_words.split(text, None if verb.words is None else 1 + verb.words)[1:]


def by_name(*verbs: Verb[C]) -> dict[str, Verb[C]]:
    """The verbs, found by their names, in the order in which help lists them."""
    return {verb.name: verb for verb in verbs}
