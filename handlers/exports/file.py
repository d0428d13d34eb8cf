"""The file of an export, written line by line; used by Slack and by the command line."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from handlers.exports import present
from handlers.words.command_words import parse_command
from models.domain.csv import line
from models.domain.errors import BadFilter
from models.domain.filters import TaskFilter
from models.domain.values.batches.standing import BatchDetail
from models.tasks import exports

Lines = AsyncIterator[Sequence[str]]
"""Lines of CSV, in chunks; the very first line is the header."""


async def of_tasks(wanted: TaskFilter, *, zone: ZoneInfo, now: datetime) -> Lines:
    """All tasks that match, newest first."""
    yield [line(present.TASKS)]
    async for chunk in exports.tasks(wanted, zone=zone, now=now):
        yield [present.task_line(task) for task in chunk]


async def of_batch(batch: BatchDetail, *, zone: ZoneInfo, now: datetime) -> Lines:
    """All tasks of a batch, each with its outcome."""
    yield [line(present.ITEMS)]
    async for chunk in exports.items(batch):
        yield [present.item_line(item, batch.kind, zone=zone, now=now) for item in chunk]


async def by_words(typed: str, *, zone: ZoneInfo, now: datetime) -> Lines:
    """The lines for the words after ``export``, outside Slack: ``by:me`` means nobody. Raise BadFilter."""
    command = parse_command(f"export {typed}", me="")
    if not command.ids:
        return of_tasks(command.state.filter, zone=zone, now=now)
    counted_batch = await exports.batch(command.ids[0])
    if counted_batch is None:
        raise BadFilter(present.no_batch(command.ids[0]))
    return of_batch(counted_batch[0], zone=zone, now=now)


async def write(lines: Lines, file: BinaryIO) -> int:
    """Write all lines as UTF-8; return their number without the header."""
    number = -1
    async for some in lines:
        file.write("".join(some).encode())
        number += len(some)
    return number
