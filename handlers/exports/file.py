"""The file of an export, written line by line: for a person in Slack and for the command line alike."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from handlers.exports import present
from handlers.words.command_words import parse_command
from models.domain.csv import line
from models.domain.errors import BadFilter
from models.domain.filters import TaskFilter
from models.domain.values.batches import BatchDetail
from models.tasks import exports

Lines = AsyncIterator[Sequence[str]]
"""Lines of CSV, some at a time; the first of all is the header."""


async def of_tasks(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime) -> Lines:
    """All tasks that match, newest first."""
    yield [line(present.TASKS)]
    async for chunk in exports.tasks(wanted, zone=zone, now=now):
        yield [present.task_line(one) for one in chunk]


async def of_batch(batch: BatchDetail, *, zone: ZoneInfo, now: datetime) -> Lines:
    """All tasks of a batch, and what became of each."""
    yield [line(present.ITEMS)]
    async for chunk in exports.items(batch):
        yield [present.item_line(one, batch.kind, zone=zone, now=now) for one in chunk]


async def by_words(typed: str, *, zone: ZoneInfo, now: datetime) -> Lines:
    """What words after ``export`` mean, for somebody who is no Slack user. Raise BadFilter."""
    command = parse_command(f"export {typed}", me="")
    if not command.ids:
        return of_tasks(command.sheet.filter, zone=zone, now=now)
    found = await exports.batch(command.ids[0])
    if found is None:
        raise BadFilter(present.no_batch(command.ids[0]))
    return of_batch(found[0], zone=zone, now=now)


async def write(lines: Lines, file: BinaryIO) -> int:
    """Write all of it as UTF-8; return how many lines that were, the header aside."""
    number = -1
    async for some in lines:
        file.write("".join(some).encode())
        number += len(some)
    return number
