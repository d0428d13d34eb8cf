"""One row for each verb of a slash command; parsing, permission, help and hints come from it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from models.domain.permissions import Action

C = TypeVar("C")


@dataclass(frozen=True, kw_only=True)
class Verb(Generic[C]):
    """A verb: what it needs, how the words after it are read, and what help says of it."""

    name: str
    needs: Action
    parse: Callable[[str, list[str], str], C]
    """(the verb as typed, the words after it, who typed) to the command; raises BadFilter with a sentence that helps."""
    usages: tuple[tuple[str, str], ...] = ()  # (what to type, what one gets)


def by_name(*verbs: Verb[C]) -> dict[str, Verb[C]]:
    """The verbs, found by their names, in the order in which help lists them."""
    return {verb.name: verb for verb in verbs}
