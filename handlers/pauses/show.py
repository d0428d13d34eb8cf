"""The pauses in force, and their end."""

from collections.abc import Sequence

from handlers.access.authorize import change, refused
from handlers.access.needs import permitted
from handlers.pauses import present, scopes
from handlers.pauses.blocks import pauses as pause_blocks
from handlers.slack import routing
from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Slash
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from handlers.words import pause_words
from handlers.words.command import Command
from models.domain.errors import Refused
from models.domain.values.pauses import OpenPause
from models.pauses import changes, reading
from models.tasks import recovery

_RUNG = 200  # tasks that workers are told of at once; the maintenance tells them of the rest


@routing.verb(Slash.TASKS, "pauses")
async def by_words(_command: Command, request: Request, services: Services) -> None:
    """``/tasks pauses``: all pauses in force."""
    await services.answer(request, *await drawn(request, services))


@routing.click(Do.SHOW_PAUSES)
async def show(request: Request, services: Services) -> None:
    """Pauses: all of them, below the list that says that something is paused."""
    await services.answer(request, *await drawn(request, services))


@routing.verb(Slash.TASKS, "resume")
async def resume_named(command: Command, request: Request, services: Services) -> None:
    """``/tasks resume group:emea``: the pause of exactly these tasks; ``all`` ends every pause, alone the only one."""
    said = pause_words.parse(command.words[0] if command.words else "")
    pauses = await reading.in_force(now=services.now())
    scope = await scopes.meant(said.scope) if said.scope else None
    if scope is None:
        chosen = pauses if len(pauses) == 1 else ()
    else:
        chosen = pauses if said.is_all else tuple(pause for pause in pauses if pause.scope == scope)
    news = "" if scope is None or not pauses else present.not_paused(scope)
    await _resume_and_answer(chosen, news, request, services)


@routing.click(Do.RESUME)
async def resume(request: Request, services: Services) -> None:
    """Resume, beside one pause."""
    wanted = number(request.value)
    pauses = await reading.in_force(now=services.now())
    chosen = tuple(pause for pause in pauses if pause.id == wanted)
    news = await _resume(chosen, request, services) if chosen else present.GONE
    await services.redraw(request.response_url, *await drawn(request, services, news=news))


async def drawn(request: Request, services: Services, *, news: str = "") -> tuple[str, list[Block]]:
    """All pauses for this reader, below what was just done."""
    zone, now = await services.people.zone(request.user), services.now()
    view = present.listed(await reading.in_force(now=now), zone=zone, now=now, news=news)
    return view.title, permitted(pause_blocks(view), request.may.may)


async def _resume_and_answer(
    chosen: Sequence[OpenPause], news: str, request: Request, services: Services
) -> None:
    said = await _resume(chosen, request, services) if chosen else news
    await services.answer(request, *await drawn(request, services, news=said))


async def _resume(chosen: Sequence[OpenPause], request: Request, services: Services) -> str:
    """End those of these pauses that this person may, and tell the workers; return the receipt. Raise Refused for none."""
    ended, no = 0, None
    for pause in chosen:
        try:
            ended += len(await _end(pause, request, services))
        except Refused as error:
            no = error
    if no and not ended:
        raise no
    await services.notify(await recovery.could_run(most=_RUNG, now=services.now()))
    said = present.resumed(ended) if ended else present.GONE
    return f"{said} {await refused(no, services)}" if no else said


async def _end(pause: OpenPause, request: Request, services: Services) -> list[int]:
    return await change(
        request,
        services,
        scopes.action(pause.scope),
        f"resume {present.named(pause.scope)}",
        lambda: changes.end([pause.id], by=request.user, now=services.now()),
        lambda: changes.groups_of(pause.scope),
    )
