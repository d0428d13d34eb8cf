"""What stands after ``/tasks``: a verb with Task IDs, or a list with a filter. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from handlers.words import filter_words
from models.domain.errors import BadFilter
from models.domain.filters import PAGE_SIZES, Layout, Sheet
from models.domain.lifecycle import Status
from models.domain.task_types import TASK_TYPES

_NEWEST = Sheet()


@dataclass(frozen=True, kw_only=True)
class Command:
    """What a person typed after ``/tasks``: a verb with task ids or a name, or a list."""

    verb: str = "list"
    ids: tuple[int, ...] = ()
    type: str = ""
    name: str = ""  # of a saved view
    words: tuple[str, ...] = ()  # after a verb that reads them itself
    sheet: Sheet = _NEWEST


def parse_command(text: str, *, me: str) -> Command:
    """What was meant, or BadFilter with a sentence that helps."""
    typed = filter_words.split(text)
    verb, rest = (typed[0].lower(), typed[1:]) if typed else ("", [])
    if meaning := _MEANINGS.get(verb):
        return meaning(verb, rest, me)
    if len(typed) == 1 and (task_id := filter_words.task_id(verb)) is not None:
        return Command(verb="show", ids=(task_id,))
    return Command(sheet=_sheet(typed, me))


def _new(verb: str, rest: list[str], _me: str) -> Command:
    chosen = filter_words.one_of("_".join(rest), list(TASK_TYPES), "type") if rest else ""
    return Command(verb=verb, type=chosen)


def _of_tasks(verb: str, rest: list[str], _me: str) -> Command:
    return Command(verb=verb, ids=_ids(verb, rest))


def _waiting(_verb: str, rest: list[str], me: str) -> Command:
    sheet = _sheet(rest, me)
    return Command(sheet=replace(sheet, filter=replace(sheet.filter, statuses=(Status.WAITING,))))


def _lower(verb: str, rest: list[str], _me: str) -> Command:
    return Command(verb=verb, words=tuple(word.lower() for word in rest))


def _view(verb: str, rest: list[str], _me: str) -> Command:
    name = " ".join(rest).strip('"')
    if not name:
        raise BadFilter(f"Write the name after it: `/tasks {verb} morning`. `/tasks views` lists them all.")
    return Command(verb=verb, name=name)


def _export(verb: str, rest: list[str], me: str) -> Command:
    """The tasks of a list, or what became of one batch."""
    named = next((word for word in rest if word.lower().startswith("batch:")), None)
    if named is None:
        return Command(verb=verb, sheet=_sheet(rest, me))
    number = filter_words.task_id(named.partition(":")[2])
    if number is None:
        raise BadFilter(f"`{filter_words.shown(named)}` is no batch: write its number, such as `batch:12`.")
    if len(rest) > 1:
        raise BadFilter(f"A batch is exported whole: write `/tasks export batch:{number}` and no other word.")
    return Command(verb=verb, ids=(number,))


def _stats(verb: str, rest: list[str], me: str) -> Command:
    """Pictures of a filter; of the last week, if it names no days."""
    wanted = filter_words.parse_filter(" ".join(rest), me=me)
    if not (wanted.span or wanted.since or wanted.until):
        wanted = replace(wanted, span="1w")
    return Command(verb=verb, sheet=Sheet(filter=wanted))


def _sheet(typed: list[str], me: str) -> Sheet:
    """The list these words make: how it is laid out, and its filter."""
    sheet = Sheet()
    rest: list[str] = []
    for word in typed:
        name, _, value = word.lower().partition(":")
        if shape := _SHAPES.get(name):
            sheet = shape(sheet, value)
        else:
            rest.append(word)
    return replace(sheet, filter=filter_words.parse_filter(" ".join(rest), me=me))


def _rows(sheet: Sheet, value: str) -> Sheet:
    if value not in map(str, PAGE_SIZES):
        raise BadFilter(f"`rows:{filter_words.shown(value)}`: a page has 10, 20, 50 or 100 rows.")
    return replace(sheet, size=int(value)).laid_out(sheet.layout)


def _page(sheet: Sheet, value: str) -> Sheet:
    number = filter_words.task_id(value)
    if not number:
        raise BadFilter(f"`page:{filter_words.shown(value)}` is no page: write its number, such as `page:3`.")
    return sheet.turned(number)


_SHAPES: dict[str, Callable[[Sheet, str], Sheet]] = {
    "cards": lambda sheet, _: sheet.laid_out(Layout.CARDS),
    "table": lambda sheet, _: sheet.laid_out(Layout.TABLE),
    "rows": _rows,
    "page": _page,
}
"""Words that say how a list is drawn, not what it holds."""


_MEANINGS: dict[str, Callable[[str, list[str], str], Command]] = {
    "new": _new,
    "show": _of_tasks,
    "cancel": _of_tasks,
    "retry": _of_tasks,
    "waiting": _waiting,
    "view": _view,
    "views": lambda verb, _rest, _me: Command(verb=verb),
    "export": _export,
    "stats": _stats,
    "access": lambda verb, rest, _me: Command(verb=verb, words=tuple(rest)),
    "alerts": _lower,
    "digest": _lower,
    "audit": lambda verb, rest, _me: Command(verb=verb, words=tuple(rest)),
    "doctor": lambda verb, _rest, _me: Command(verb=verb),
    "help": lambda verb, _rest, _me: Command(verb=verb),
}


def _ids(verb: str, typed: list[str]) -> tuple[int, ...]:
    given = [word for text in typed for word in text.split(",") if word]
    ids = [filter_words.task_id(word) for word in given]
    wrong = next((word for word, task_id in zip(given, ids, strict=True) if task_id is None), None)
    if wrong is not None:
        raise BadFilter(f"`{filter_words.shown(wrong)}` is no Task ID: a Task ID is a number, such as 4711.")
    if not ids:
        raise BadFilter(f"Write the Task ID after it: `/tasks {verb} 4711`.")
    if verb == "show" and len(ids) > 1:
        raise BadFilter("One task at a time: `/tasks show 4711`.")
    return tuple(task_id for task_id in ids if task_id is not None)
