"""What a person typed after ``/tasks``, parsed. Pure."""

from dataclasses import dataclass

from models.domain.filters import ListState

_NEWEST = ListState()


@dataclass(frozen=True, kw_only=True)
class Command:
    """What a person typed after ``/tasks``: a verb with task ids or a name, or a list."""

    verb: str = "list"
    ids: tuple[int, ...] = ()
    type: str = ""
    name: str = ""  # of a saved view
    words: tuple[str, ...] = ()  # after a verb that parses them itself
    state: ListState = _NEWEST
    is_shaped: bool = False  # the words say how the list is drawn
