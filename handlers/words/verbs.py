"""The definition of a slash command's verb: its parsing, permission, help and hints. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from models.domain.permissions import Action

C = TypeVar("C")


@dataclass(frozen=True, kw_only=True)
class Verb(Generic[C]):
    """A verb: the permission it needs, the parser of the words after it, and its lines in the help."""

    name: str
    needs: Action
    parse: Callable[[str, list[str], str], C]
    """(the verb as typed, the words after it, who typed) to the command; raises BadFilter with a sentence that helps."""
    usages: tuple[tuple[str, str], ...] = ()  # (what to type, what it does)


def by_name(*verbs: Verb[C]) -> dict[str, Verb[C]]:
    """The verbs, found by their names, in the order in which help lists them."""
    return {verb.name: verb for verb in verbs}
