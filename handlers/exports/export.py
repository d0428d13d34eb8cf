"""``/tasks export`` and the buttons *Export*: a CSV file in the asker's direct messages."""

import asyncio
import codecs
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

from handlers.access.authorize import ask_again
from handlers.exports import file as export_file
from handlers.exports import present
from handlers.exports.file import Lines
from handlers.exports.lease import Lease, alone
from handlers.lists import hints, surfaces
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.ids import Do, Slash
from handlers.slack.request import Request, number
from handlers.slack.services import DirectFile, Services
from handlers.words import list_state
from handlers.words.command_words import Command
from models.batches import create
from models.domain.errors import Outdated
from models.domain.filters import TaskFilter
from models.domain.permissions import Action
from models.tasks import exports, pages

_LONGEST = timedelta(minutes=5)  # until the file must be in Slack
_RUNNING = "Your last export is not finished yet. Ask for another one when it has arrived."
_TOO_SLOW = (
    "That export took more than 5 minutes, so it was stopped. Ask for less, for example `30d` or `group:`."
)


@dataclass(frozen=True, kw_only=True)
class Export:
    """One file to write."""

    size: int  # as counted beforehand
    of: str = "task"  # what a line is of
    name: str
    lines: Lines
    words: Callable[[int], str]  # the text above the file, from the number of lines in it


@routing.verb(Slash.TASKS, "export")
async def by_words(command: Command, request: Request, services: Services) -> None:
    """``/tasks export …``: what matches the words, or one batch."""
    if command.ids:
        await _batch(command.ids[0], request, services)
    else:
        zone = await services.people.zone(request.user)
        await _tasks(command.state.filter, zone, request, services)


@routing.click(Do.EXPORT, apart=True)
async def of_list(request: Request, services: Services) -> None:
    """Export, under a list: the tasks of all its pages."""
    state = list_state.decode(request.value)
    if list_state.encode(state) != request.value:  # an unreadable state would export all tasks
        raise Outdated
    zone = await surfaces.zone_of(origins.of(request), request.user, services)
    await _tasks(state.filter, zone, request, services)


@routing.click(Do.EXPORT_BATCH, apart=True)
async def of_batch(request: Request, services: Services) -> None:
    """Export, on the message of a batch."""
    batch = await create.get(number(request.value))
    if batch and not origins.is_of(request, batch):
        await services.answer(request, origins.ELSEWHERE)
        return
    await _batch(number(request.value), request, services)


async def _tasks(wanted: TaskFilter, zone: ZoneInfo, request: Request, services: Services) -> None:
    """Send the tasks that match; the filter's days are in ``zone``."""
    now, own = services.now(), await services.people.zone(request.user)
    size = await pages.count(wanted, zone=zone, now=now)
    if not size:
        await services.answer(request, present.nothing(wanted, await hints.hint(wanted)))
        return
    await send(
        Export(
            size=size,
            name=present.list_name(now, own),
            lines=export_file.of_tasks(wanted, zone=zone, now=now),
            words=lambda written: present.of_list(wanted, written, zone=own, now=now),
        ),
        request,
        services,
    )


async def _batch(batch_id: int, request: Request, services: Services) -> None:
    counted_batch = await exports.batch(batch_id)
    if counted_batch is None:
        await services.answer(request, present.no_batch(batch_id))
        return
    batch, size = counted_batch
    zone = await services.people.zone(request.user)
    await send(
        Export(
            size=size,
            name=present.batch_name(batch),
            lines=export_file.of_batch(batch, zone=zone, now=services.now()),
            words=lambda written: present.of_batch(batch, written),
        ),
        request,
        services,
    )


async def send(export: Export, request: Request, services: Services) -> None:
    """Write the file and send it to whoever asked, or say why there is none."""
    if export.size > present.MOST:
        await services.answer(request, present.too_many(export.size, export.of))
        return
    async with alone(request.user, services) as lease:
        if lease is None:
            await services.answer(request, _RUNNING)
            return
        await services.answer(request, present.coming(export.size, export.of))
        try:
            async with asyncio.timeout(_LONGEST.total_seconds()):
                await _make(export, request, lease, services)
        except TimeoutError:
            await services.answer(request, _TOO_SLOW)


async def _make(export: Export, request: Request, lease: Lease, services: Services) -> None:
    async def ask() -> None:
        await ask_again(request, services, Action.EXPORT)

    async def ask_last() -> None:
        await ask()
        await lease.send()

    # An unnamed temporary file: nobody else can open it, and it disappears even if this process is killed.
    with TemporaryFile() as file:
        file.write(codecs.BOM_UTF8)  # else Excel assumes another encoding
        written = await export_file.write(export.lines, file)
        file.flush()
        words = export.words(written)
        await ask()
        await services.send_file(
            DirectFile(user=request.user, name=export.name, words=words, file=file, ask=ask_last)
        )
