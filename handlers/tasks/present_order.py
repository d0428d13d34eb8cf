"""The texts of the order of what waits: where a task stands, and what came of moving some. Pure."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.slack import texts
from models.ranks.levels import Level

NONE_TICKED = "Select the tasks that are to run next."
_RATED = timedelta(minutes=10)
_MOVED = {
    Level.NEXT: "{tasks} {run} next, before all others.",
    Level.LATER: "{tasks} {run} later, when nothing else waits.",
    Level.NORMAL: "{tasks} {run} in the usual order.",
}
_LEVELS = {
    Level.NEXT: "Runs next, before the usual order. ",
    Level.LATER: "Runs later, when nothing else waits. ",
    Level.NORMAL: "",
}


def moved(count: int, asked: int, level: Level) -> str:
    """The receipt: how many changed their place, and that the others need not."""
    if not count:
        return "Nothing changed: none of them waits, or they run in that order already."
    said = _MOVED[level].format(tasks=texts.count(count, "task"), run="runs" if count == 1 else "run")
    rest = asked - count
    return said + (f" {rest} of them did not wait, or had that place already." if rest else "")


def no_batch(number: int) -> str:
    """There is no such batch."""
    return f"There is no batch {number}. The message of each batch has its number."


def named(ids: Sequence[int], level: Level) -> str:
    """What is moved, as text for the audit."""
    return f"{level.value}: {texts.count(len(ids), 'task')}, #{min(ids, default=0)} …"


def place(before: int, most: int, rank: int, started: int) -> str:
    """Where a waiting task stands and when it may begin: ``started`` tasks did in the last ten minutes.

    >>> place(41, 10_000, 0, 70)
    '41 tasks begin before it; it may begin in about 6 min.'
    """
    level = _LEVELS[Level.of(rank)]
    if not before:
        return f"{level}It is the next one."
    many = f"More than {most:,} tasks" if before >= most else texts.count(before, "task")
    begins = f"{level}{many} {'begins' if before == 1 else 'begin'} before it"
    if not started:
        return f"{begins}; none has begun in the last 10 minutes."
    minutes = max(1, round(_RATED * before / started / timedelta(minutes=1)))
    return f"{begins}; it may begin in about {texts.duration(timedelta(minutes=minutes))}."
