"""Parses the numbers after a verb: Task IDs, or that of a batch. Pure."""

from collections.abc import Sequence

from handlers.words import filter_words
from models.domain.errors import BadFilter


def task_ids(verb: str, typed: Sequence[str]) -> tuple[int, ...]:
    """The Task IDs; raise BadFilter with a helpful sentence."""
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


def batch_number(verb: str, typed: Sequence[str]) -> int:
    """The number of one batch; raise BadFilter with a helpful sentence."""
    if len(typed) != 1:
        raise BadFilter(f"Write the number of one batch after it: `/tasks {verb} 12`.")
    number = filter_words.task_id(typed[0].lower().removeprefix("batch:"))
    if number is None:
        raise BadFilter(f"`{filter_words.shown(typed[0])}` is no batch: write its number, such as 12.")
    return number
