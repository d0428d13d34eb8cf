"""``/tasks failed``: what failed and why, on one screen, with the list behind each cause."""

from collections.abc import Collection
from dataclasses import replace

from handlers.access.needs import permitted
from handlers.failures import present
from handlers.failures.blocks import failures as blocks
from handlers.failures.present import Reader
from handlers.lists import surfaces
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Slash
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.words import list_state
from handlers.words.command_words import Command
from models.domain.errors import Outdated
from models.domain.filters import ListState
from models.domain.permissions import ALL_GROUPS, Action, Role
from models.domain.triage.causes import CAUSES
from models.domain.triage.failures import HeldAccount, failures_beside, failures_of
from models.tasks import failures
from models.tasks.failures import Asked


@routing.verb(Slash.TASKS, "failed")
async def by_words(command: Command, request: Request, services: Services) -> None:
    """``/tasks failed …``: the failures of these words."""
    await services.answer(request, *await drawn(command.state, request, services))


@routing.click(Do.SHOW_FAILED)
async def beside_a_list(request: Request, services: Services) -> None:
    """Failed, on a list: those that its number counts."""
    state = decoded(request.value)
    beside = state.filtered(failures_beside(state.filter))
    await services.answer(request, *await drawn(beside, request, services))


@routing.click(Do.REFRESH_FAILED)
async def refresh(request: Request, services: Services) -> None:
    """Draw the screen anew."""
    await redraw(decoded(request.value), request, services)


@routing.click(Do.SHOW_CAUSE)
async def show_tasks(request: Request, services: Services) -> None:
    """Show: the list of the failures of one cause, or of all."""
    code, _, encoded = request.value.partition(":")
    state = decoded(encoded)
    wanted = replace(state.filter, causes=(code,) if code in CAUSES else state.filter.causes)
    await surfaces.redraw(state.filtered(wanted), origins.of(request), request, services)


async def redraw(state: ListState, request: Request, services: Services) -> None:
    """Draw the screen that was clicked anew: on the Home tab, at its top."""
    text, drawing = await drawn(state, request, services)
    if request.home:
        await services.answer(request, text, drawing)
    else:
        await services.redraw(request.response_url, text, drawing)


async def drawn(state: ListState, request: Request, services: Services) -> tuple[str, list[Block]]:
    """The screen for this reader: (text, blocks)."""
    shown = state.filtered(failures_of(state.filter))
    zone, now, among = await services.people.zone(request.user), services.now(), acting_in(request)
    async with services.drawing.of(request.user):
        found = await failures.of(Asked(filter=shown.filter, zone=zone, now=now, among=among))

    def may_end(held: HeldAccount) -> bool:
        return request.user in held.responsible or request.may.may(Action.RELEASE, held.group)

    reader = Reader(zone=zone, is_limited=among is not None, may_end=may_end)
    view = present.failures(shown, found, reader, now=now)
    return f"{view.filter_line} · {view.summary}", permitted(blocks(view), request.may.may)


def acting_in(request: Request) -> Collection[str] | None:
    """The groups of accounts in which this person may re-execute tasks; None: in all, or they only look."""
    may = request.may
    if may.role is Role.ADMIN or ALL_GROUPS in may.groups or not may.may(Action.REPEAT):
        return None
    return may.groups


def decoded(encoded: str) -> ListState:
    """The list's state in a button; raise Outdated for an unreadable one, which would stand for all tasks."""
    state = list_state.decode(encoded)
    if list_state.encode(state) != encoded:
        raise Outdated
    return state
