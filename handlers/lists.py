"""The list in conversation: shown, turned, refreshed, laid out."""

from handlers import hints, present, sheets
from handlers.blocks.atoms import Block, option
from handlers.blocks.task_lines import task_lines
from handlers.blocks.task_list import task_list
from handlers.ladder import Drawing
from handlers.request import Request
from handlers.services import Services
from models import pages
from models.filters import EVERYTHING, Layout, Sheet, TaskFilter
from models.lifecycle import Status


async def draw(sheet: Sheet, request: Request, services: Services) -> Drawing:
    """One page for this reader, whole and in short."""
    zone, now = await services.readers.zone(request.user), services.now()
    page = await pages.page(sheet, zone=zone, now=now)
    hint = "" if page.rows else await hints.hint(sheet.filter)
    view = present.task_list(sheet, page, zone=zone, now=now, hint=hint)
    text = f"{view.filter_line} · {view.paging} · {view.waiting} waiting"
    return Drawing(text, task_list(view), task_lines(view))


async def show(sheet: Sheet, request: Request, services: Services) -> None:
    """Show a list only the asking person sees."""
    await services.answer(request, *await draw(sheet, request, services))


async def redraw(sheet: Sheet, request: Request, services: Services) -> None:
    """Draw another list in the place of the one that was clicked."""
    await services.redraw(request.response_url, *await draw(sheet, request, services))


async def turn(request: Request, services: Services) -> None:
    """First, Previous, Next, Last, Refresh: the button carries the sheet it leads to."""
    await redraw(sheets.decode(request.value), request, services)


async def reset(request: Request, services: Services) -> None:
    """Clear the filter."""
    await redraw(sheets.decode(request.value).filtered(EVERYTHING), request, services)


async def waiting(request: Request, services: Services) -> None:
    """The red button: the tasks that wait."""
    wanted = TaskFilter(statuses=(Status.WAITING,))
    await redraw(sheets.decode(request.value).filtered(wanted), request, services)


async def go_to_page(request: Request, services: Services) -> None:
    """The menu's option is the page; the sheet stands in the block's id."""
    number = int(request.value) if request.value.isdecimal() else 1
    await redraw(_of_block(request).turned(number), request, services)


async def suggest_pages(request: Request) -> list[Block]:
    """The pages to go to; how many there are stands in the block's id."""
    count, state = sheets.of_block(request.block)
    return [option(choice) for choice in present.jumps(sheets.decode(state).page, count, request.typed)]


async def rows_per_page(request: Request, services: Services) -> None:
    """Another size."""
    old, size = _of_block(request), int(request.value) if request.value.isdecimal() else 0
    if size in old.layout.sizes:
        await redraw(old.sized(size), request, services)


async def lay_out(request: Request, services: Services) -> None:
    """Table or cards."""
    if request.value in tuple(Layout):
        await redraw(_of_block(request).laid_out(Layout(request.value)), request, services)


def _of_block(request: Request) -> Sheet:
    """The sheet in a block's id."""
    _, state = sheets.of_block(request.block)
    return sheets.decode(state)
