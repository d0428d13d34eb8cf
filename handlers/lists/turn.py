"""The list: paging, refreshing, layout, sharing."""

from dataclasses import replace

from handlers.access.authorize import need
from handlers.lists import present, surfaces
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.blocks import Block, option
from handlers.slack.ids import Do, Event, Slash
from handlers.slack.request import Request, number, numbers
from handlers.slack.services import Services
from handlers.words import list_state
from handlers.words.command_words import Command
from models.domain.errors import Outdated
from models.domain.filters import EVERYTHING, Layout, ListState, TaskFilter
from models.domain.lifecycle import Status
from models.messages import boards, list_layouts

_IN_THE_MENU = {Do.SAVE_VIEW, Do.EXPORT, Do.SHARE, Do.PAUSE, Do.RUN_NEXT_SELECTED}
_LONGEST_BLOCK = 200  # characters of a block's id that a key has room for


@routing.verb(Slash.TASKS, "list", "waiting")
async def by_words(command: Command, request: Request, services: Services) -> None:
    """``/tasks …``: the list for these words."""
    state = command.state if command.is_shaped else await list_layouts.liked(command.state, request.user)
    await surfaces.show(state, request, services)


@routing.click(Do.TURN_FIRST, Do.TURN_PREVIOUS, Do.TURN_NEXT, Do.TURN_LAST, Do.REFRESH)
async def turn(request: Request, services: Services) -> None:
    """First, Previous, Next, Last, Refresh: the button's value is the encoded list it leads to."""
    await _redraw(list_state.decode(request.value), request, services)


@routing.click(Do.RESET)
async def reset(request: Request, services: Services) -> None:
    """Clear the filter."""
    await _redraw(list_state.decode(request.value).filtered(EVERYTHING), request, services)


@routing.click(Do.SHOW_THESE)
async def show_these(request: Request, services: Services) -> None:
    """Beside something on the Home tab: the tasks it is about, drawn as the person had their last list."""
    state = await list_layouts.liked(list_state.decode(request.value), request.user)
    await _redraw(state, request, services)


@routing.click(Do.SHOW_WAITING)
async def waiting(request: Request, services: Services) -> None:
    """The red button: the tasks that wait."""
    wanted = TaskFilter(statuses=(Status.WAITING,))
    await _redraw(list_state.decode(request.value).filtered(wanted), request, services)


@routing.click(Do.GO_TO_PAGE)
async def go_to_page(request: Request, services: Services) -> None:
    """Go to page: the menu's option is the page; the block's id carries the list's state."""
    await _redraw(_of_block(request).turned(number(request.value) or 1), request, services)


@routing.suggestion(Do.GO_TO_PAGE)
async def suggest_pages(request: Request) -> list[Block]:
    """The pages to offer; the block's id carries their number."""
    count, state = list_state.of_block(request.block)
    return [option(choice) for choice in present.jumps(list_state.decode(state).page, count, request.typed)]


@routing.click(Do.ROWS_PER_PAGE)
async def rows_per_page(request: Request, services: Services) -> None:
    """Change the rows per page."""
    old, size = _of_block(request), number(request.value)
    if size in old.layout.sizes:
        await _reshape(old.sized(size), request, services)


@routing.click(Do.LAYOUT)
async def lay_out(request: Request, services: Services) -> None:
    """Switch between table and cards."""
    if request.value in tuple(Layout):
        await _reshape(_of_block(request).laid_out(Layout(request.value)), request, services)


def selected(request: Request) -> list[int]:
    """The ids ticked in the row picker."""
    return numbers(request.chosen("rows:", Do.SELECT_TASKS))


@routing.event(Event.HOME_OPENED)
async def open_home(request: Request, services: Services) -> None:
    """A person opened their Home tab: show its last list, up to date."""
    if request.home:
        await surfaces.turn_home(None, request.user, request.may, services)


@routing.click(Do.LIST_MENU)
async def choose(request: Request, services: Services) -> None:
    """The menu at the list's foot: each entry is an action of its own, on the list of the menu's block."""
    chosen = Do(request.value) if request.value in _IN_THE_MENU else None
    if chosen is not None:
        need(request, chosen.needs)
        _, state = list_state.of_block(request.block)
        await routing.click[chosen](replace(request, value=state), services)


@routing.click(Do.SHARE)
async def share(request: Request, services: Services) -> None:
    """Share: post the list to its channel, as a live list that others can use."""
    if (
        list_state.encode(list_state.decode(request.value)) != request.value
    ):  # an unreadable state would show all tasks to everybody
        raise Outdated
    zone = await services.people.zone(request.user)
    is_new = await boards.share(
        f"{request.block[:_LONGEST_BLOCK]}:{request.user}",  # the block is drawn once: a double click shares once
        owner=request.user,
        channel=request.channel,
        sheet=request.value,
        zone=zone.key,
        now=services.now(),
    )
    if is_new:
        await services.answer(
            request, "Shared. Everyone in this channel can use that list, and it stays up to date."
        )


async def _reshape(state: ListState, request: Request, services: Services) -> None:
    """Draw a list otherwise; of one's own, the next one is drawn so too."""
    origin = origins.of(request)
    if await boards.at_message(origin.channel, origin.ts) is None:
        await list_layouts.remember(request.user, state)
    await surfaces.redraw(state, origin, request, services)


async def _redraw(state: ListState, request: Request, services: Services) -> None:
    await surfaces.redraw(state, origins.of(request), request, services)


def _of_block(request: Request) -> ListState:
    """The list state in a block's id."""
    _, state = list_state.of_block(request.block)
    return list_state.decode(state)
