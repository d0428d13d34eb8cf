"""The form for a list of tasks, and the preview of what would become of each line."""

import asyncio
from typing import Any

from handlers.slack import routing
from handlers.slack.ids import Do, Form
from handlers.slack.request import Request
from handlers.slack.services import Services, Work
from handlers.tasks.create_blocks import LONGEST_WHY
from handlers.tasks.many import present
from handlers.tasks.many.blocks import list_form, preview
from handlers.tasks.many.views import ListFormView
from models.batches import kept_lists
from models.domain.conversations import is_channel
from models.domain.errors import BadRequest
from models.domain.permissions import Action
from models.domain.task_files.line import TaskList
from models.domain.task_files.reader import read_tasks
from models.domain.task_files.verdicts import Judged, chosen
from models.domain.task_types import TASK_TYPES
from models.domain.text import SHORT
from models.domain.values.batches.requests import BatchRequest
from models.domain.values.batches.task_lists import ListDetail

_NONE = "Paste a list, or choose a file."
_BOTH = "Paste a list or choose a file, not both."


async def open_form(request: Request, services: Services) -> None:
    """``/tasks new list``."""
    view = ListFormView(types=present.types(), asks_channel=not request.channel)
    await services.slack.views_open(
        trigger_id=request.trigger_id, view=list_form(view, private=request.channel)
    )


@routing.click(Do.NEW_TASK_LIST)
async def instead_of_form(request: Request, services: Services) -> None:
    """From a list…, in the form for new tasks: this form takes its place, with the type that was chosen."""
    kind = next(iter(request.chosen("type", Do.CHOOSE_TYPE)), "")
    where = request.private if request.is_in_modal else request.channel
    view = ListFormView(
        types=present.types(), type=kind if kind in TASK_TYPES else "", asks_channel=not where
    )
    await services.slack.views_update(view_id=request.view_id, view=list_form(view, private=where))


@routing.reading_form(Form.READ_LIST)
async def read(_request: Request, _services: Services) -> Work:
    """Read the list and preview it. Nothing is changed yet."""
    return _read


async def _read(request: Request, services: Services) -> None:
    try:
        tasks = await asyncio.to_thread(read_tasks, await _given(request, services), type_id=_type(request))
    except BadRequest as error:
        await _show(request, services, _again(request, error))
        return
    kept = await kept_lists.keep(
        tasks, by=request.user, channel=_channel(request), why=_why(request), now=services.now()
    )
    await show_preview(kept, await looked(kept.tasks, request), request, services)


async def looked(tasks: TaskList, request: Request) -> tuple[Judged, ...]:
    """What would become of each line now, by what this person may do."""
    return await kept_lists.look(tasks, lambda group: request.may.may(Action.CREATE, group))


async def show_preview(
    kept: ListDetail, lines: tuple[Judged, ...], request: Request, services: Services, *, news: str = ""
) -> None:
    """Show what would become of each line."""
    asks = needs_approval(wanted(kept, lines, frozenset(one.verdict.word for one in lines)), services)
    view = present.preview(lines, number=kept.id, needs_approval=asks, news=news, remarks=kept.tasks.remarks)
    drawn = preview(view, private=f"{kept.id}:{kept_lists.digest(lines)}")
    await _show(request, services, drawn)


def wanted(kept: ListDetail, lines: tuple[Judged, ...], also: frozenset[str]) -> BatchRequest:
    """The batch of the lines that are fine, and of those whose verdict is chosen as well."""
    return BatchRequest.of_list(chosen(lines, also), by=kept.by, why=kept.why, channel=kept.channel)


def needs_approval(batch: BatchRequest, services: Services) -> bool:
    """Whether a second person must be asked for it."""
    return services.policy.asks(batch.types, batch.size)


async def _given(request: Request, services: Services) -> bytes:
    """The list as it was given; raise BadRequest where none was, or two."""
    typed = "".join(request.chosen("typed", Do.FILL_LIST)).strip("\r\n")
    file_id = "".join(request.chosen("file", Do.FILL_LIST)[:1])
    if typed and file_id:
        raise BadRequest({"file": _BOTH})
    if not typed.strip() and not 0 < len(file_id) <= SHORT:
        raise BadRequest({"typed": _NONE})
    return typed.encode() if typed else await services.fetch(file_id)


def _again(request: Request, error: BadRequest) -> dict[str, Any]:
    """The form once more, with what is wrong and all that was typed; a file must be chosen again."""
    view = ListFormView(
        types=present.types(),
        type=_type(request),
        typed="".join(request.chosen("typed", Do.FILL_LIST)),
        why=_why(request),
        asks_channel=not request.private,
        problems=present.problems(error.refusals),
    )
    return list_form(view, private=request.private)


def _type(request: Request) -> str:
    kind = next(iter(request.chosen("list_type", Do.FILL_LIST)), "")
    return kind if kind in TASK_TYPES else ""


def _why(request: Request) -> str:
    return "".join(request.chosen("why", Do.TYPE_WHY)).strip()[:LONGEST_WHY]


def _channel(request: Request) -> str:
    """Where the form was opened, or the channel chosen in it; else the asker's direct messages."""
    given = (request.private or next(iter(request.chosen("channel", Do.CHOOSE_CHANNEL)), ""))[:SHORT]
    return given if is_channel(given) or given.startswith("D") else request.user


async def _show(request: Request, services: Services, view: dict[str, Any]) -> None:
    await services.slack.views_update(view_id=request.view_id, view=view)
