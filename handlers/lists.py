"""The list in conversation: shown, turned, refreshed."""

from handlers import present, sheets
from handlers.blocks.atoms import Block
from handlers.blocks.task_list import task_list
from handlers.request import Request
from handlers.services import Services
from models import pages
from models.filters import EVERYTHING, PAGE_SIZES, Sheet, TaskFilter
from models.lifecycle import Status


async def draw(sheet: Sheet, request: Request, services: Services) -> tuple[str, list[Block]]:
    """One page as (text, blocks) for this reader."""
    zone, now = await services.readers.zone(request.user), services.now()
    page = await pages.page(sheet, zone=zone, now=now)
    view = present.task_list(sheet, page, zone=zone, now=now)
    return f"{view.filter_line} · {view.paging} · {view.waiting} waiting", task_list(view)


async def show(sheet: Sheet, request: Request, services: Services) -> None:
    """Show a list only the asking person sees."""
    await services.answer(request, *await draw(sheet, request, services))


async def turn(request: Request, services: Services) -> None:
    """First, Previous, Next, Last, Refresh: the button carries the sheet it leads to."""
    await _redraw(sheets.decode(request.value), request, services)


async def reset(request: Request, services: Services) -> None:
    """Clear the filter."""
    await _redraw(Sheet(filter=EVERYTHING), request, services)


async def waiting(request: Request, services: Services) -> None:
    """The red button: the tasks that wait."""
    await _redraw(Sheet(filter=TaskFilter(statuses=(Status.WAITING,))), request, services)


async def go_to_page(request: Request, services: Services) -> None:
    """The menu's option is the page; the sheet stands in the block's id."""
    number = int(request.value) if request.value.isdecimal() else 1
    await _redraw(of_block(request).turned(number), request, services)


async def rows_per_page(request: Request, services: Services) -> None:
    """Another size: the first row shown stays on the page."""
    old, size = of_block(request), int(request.value) if request.value.isdecimal() else 0
    if size not in PAGE_SIZES:
        return
    first_row = (old.page - 1) * old.size
    await _redraw(Sheet(filter=old.filter, page=first_row // size + 1, size=size), request, services)


def of_block(request: Request) -> Sheet:
    """The sheet in ``page:<nonce>:<sheet>``."""
    return sheets.decode(request.block.split(":", 2)[-1])


async def _redraw(sheet: Sheet, request: Request, services: Services) -> None:
    await services.redraw(request.response_url, *await draw(sheet, request, services))
