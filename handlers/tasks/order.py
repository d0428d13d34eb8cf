"""The order of what waits: *Run next*, later, and the usual order, for tasks, a selection or a batch."""

from collections.abc import Sequence

from handlers.access.authorize import Named, change
from handlers.lists import turn
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.ids import Do, Slash
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from handlers.slack.views import News
from handlers.tasks import card, present_order
from handlers.words.command import Command
from handlers.words.plan_verbs import BATCH
from models.access import scope
from models.batches import create, overview
from models.domain.permissions import Action
from models.ranks import placing
from models.ranks.levels import Level

_MOST = 10_000  # tasks that change their places at once
_RUNG = 200  # tasks that workers are told of at once


@routing.verb(Slash.TASKS, "next", "later", "normal")
async def by_words(command: Command, request: Request, services: Services) -> None:
    """``/tasks next 4711``, ``/tasks later batch:12``."""
    level = Level(command.verb)
    if BATCH in command.words:
        await _move_batch(command.ids[0], level, request, services)
        return
    await services.answer(request, await _move(command.ids, level, request, services))


@routing.click(Do.RUN_NEXT_SELECTED)
async def selected(request: Request, services: Services) -> None:
    """Run next, below a list: the tasks that are ticked."""
    ids = turn.selected(request)
    said = await _move(ids, Level.NEXT, request, services) if ids else present_order.NONE_TICKED
    await services.answer(request, said)


@routing.click(Do.RUN_NEXT)
async def run_next(request: Request, services: Services) -> None:
    """Run next, on the card of a task."""
    await _on_card(Level.NEXT, request, services)


@routing.click(Do.USUAL_ORDER)
async def usual_order(request: Request, services: Services) -> None:
    """Usual order, on the card of a task that is to run next or later."""
    await _on_card(Level.NORMAL, request, services)


@routing.click(Do.RUN_BATCH_NEXT)
async def run_batch_next(request: Request, services: Services) -> None:
    """Run next, on the message of a batch."""
    await _move_batch(number(request.value), Level.NEXT, request, services)


async def _on_card(level: Level, request: Request, services: Services) -> None:
    words = await _move([number(request.value)], level, request, services)
    await card.redraw(request, services, news=News(words=words))


async def _move_batch(batch_id: int, level: Level, request: Request, services: Services) -> None:
    batch = await create.get(batch_id)
    if batch is None or (request.message_ts and not origins.is_of(request, batch)):
        await services.answer(
            request, present_order.no_batch(batch_id) if batch is None else origins.ELSEWHERE
        )
        return
    ids = await overview.waiting(batch)
    await services.answer(request, await _move(ids, level, request, services, batch=batch_id))


async def _move(
    ids: Sequence[int], level: Level, request: Request, services: Services, *, batch: int | None = None
) -> str:
    """Move what of these waits to a level if this person may; return the sentence about it. Raise Refused."""
    some = list(ids)[:_MOST]
    moved = await change(
        request,
        services,
        Action.ORDER,
        Named(words=present_order.named(some, level), batch=batch),
        lambda: placing.move(some, level, now=services.now()),
        lambda: scope.of_tasks(some),
    )
    if level is Level.NEXT:
        await services.notify(moved[:_RUNG])
    return present_order.moved(len(moved), len(ids), level)
