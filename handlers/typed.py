"""What stands after ``/tasks``: a verb with Task IDs, or a list with a filter. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from handlers import words
from models.errors import BadFilter
from models.filters import EVERYTHING, TaskFilter
from models.lifecycle import Status
from models.task_types import TASK_TYPES


@dataclass(frozen=True, kw_only=True)
class Command:
    """What a person typed after ``/tasks``: a verb with task ids, or a list with a filter."""

    verb: str = "list"
    ids: tuple[int, ...] = ()
    type: str = ""
    filter: TaskFilter = EVERYTHING


def parse_command(text: str, *, me: str) -> Command:
    """What was meant, or BadFilter with a sentence that helps."""
    typed = words.split(text)
    verb, rest = (typed[0].lower(), typed[1:]) if typed else ("", [])
    if meaning := _MEANINGS.get(verb):
        return meaning(verb, rest, me)
    if len(typed) == 1 and (task_id := words.task_id(verb)) is not None:
        return Command(verb="show", ids=(task_id,))
    return Command(filter=words.parse_filter(text, me=me))


def _new(verb: str, rest: list[str], _me: str) -> Command:
    chosen = words.one_of("_".join(rest), list(TASK_TYPES), "type") if rest else ""
    return Command(verb=verb, type=chosen)


def _of_tasks(verb: str, rest: list[str], _me: str) -> Command:
    return Command(verb=verb, ids=_ids(verb, rest))


def _waiting(_verb: str, rest: list[str], me: str) -> Command:
    return Command(filter=replace(words.parse_filter(" ".join(rest), me=me), statuses=(Status.WAITING,)))


_MEANINGS: dict[str, Callable[[str, list[str], str], Command]] = {
    "new": _new,
    "show": _of_tasks,
    "cancel": _of_tasks,
    "retry": _of_tasks,
    "waiting": _waiting,
    "help": lambda verb, _rest, _me: Command(verb=verb),
}


def _ids(verb: str, typed: list[str]) -> tuple[int, ...]:
    given = [word for text in typed for word in text.split(",") if word]
    ids = [words.task_id(word) for word in given]
    wrong = next((word for word, task_id in zip(given, ids, strict=True) if task_id is None), None)
    if wrong is not None:
        raise BadFilter(f"`{words.shown(wrong)}` is no Task ID: a Task ID is a number, such as 4711.")
    if not ids:
        raise BadFilter(f"Write the Task ID after it: `/tasks {verb} 4711`.")
    if verb == "show" and len(ids) > 1:
        raise BadFilter("One task at a time: `/tasks show 4711`.")
    return tuple(task_id for task_id in ids if task_id is not None)
