"""The definition of a slash command's verb: its parsing, permission, help and hints. Pure."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from handlers.words import filter_words
from models.domain.permissions import EVERYONE, Action, Role

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


_KNOWN_BY_FORM = re.compile(
    rf"#?\d{{1,10}},?|<(?:@|!subteam\^)[A-Z0-9]{{1,50}}|none|{EVERYONE}|{'|'.join(role.label for role in Role)}"
)
"""Task ids, people and roles: a label behind a person's id is left out."""


def audited(text: str, verbs: Collection[str], *, tasks: bool = False) -> str:
    """What was typed as a refusal is audited: its verb; of ``tasks`` also ids, people and roles, which are no secrets.

    Anything else may be one, such as a line of an account file, and nobody can take it out of the audit again.
    """
    typed = filter_words.split(text)
    verb = [name for name in (word.lower() for word in typed[:1]) if name in verbs]
    known = [
        match[0]
        for word in typed[len(verb) :]
        if (match := _KNOWN_BY_FORM.match(word)) and _is_whole(word, match)
    ]
    return " ".join([*verb, *(f"{word}>" if word[0] == "<" else word for word in known if tasks)])


def _is_whole(word: str, match: re.Match[str]) -> bool:
    return match.end() == len(word) or (word[0] == "<" and word[match.end()] in "|>")


def by_name(*verbs: Verb[C]) -> dict[str, Verb[C]]:
    """The verbs, found by their names, in the order in which help lists them."""
    return {verb.name: verb for verb in verbs}
