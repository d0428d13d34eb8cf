"""Pausing tasks: by command or form."""

from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from handlers.access.authorize import change
from handlers.lists import surfaces
from handlers.pauses import present, scopes, show
from handlers.pauses.blocks import form
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.blocks import Block, option
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.request import Request
from handlers.slack.services import Services, Work
from handlers.slack.texts import duration
from handlers.words import list_state, pause_words, typed_text
from handlers.words.command import Command
from handlers.words.pause_words import PauseWords
from models.accounts import listing
from models.domain.errors import BadFilter, BadRequest
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.lifecycle import LIVE, Status
from models.domain.task_types import TASK_TYPES
from models.domain.values.pauses import PauseRequest, PauseScope
from models.pauses import changes
from models.tasks import pages

_UTC = ZoneInfo("UTC")


@routing.verb(Slash.TASKS, "pause")
async def by_words(command: Command, request: Request, services: Services) -> None:
    """``/tasks pause group:emea 2h the reason``; alone it opens the form."""
    said = pause_words.parse(command.words[0] if command.words else "")
    if said.scope is None:
        await _open_form(PauseScope(), request, services)
        return
    try:
        news = await _pause(replace(said, scope=await scopes.meant(said.scope)), request, services)
    except BadRequest as error:
        news = " ".join(error.refusals.values())
    await services.answer(request, *await show.drawn(request, services, news=news))


@routing.click(Do.PAUSE)
async def open_form(request: Request, services: Services) -> None:
    """Pause…: the form, filled with the filter of the list it was opened from."""
    wanted = list_state.decode(request.value).filter if request.value else EVERYTHING
    await _open_form(_scope(wanted), request, services)


@routing.suggestion(Do.CHOOSE_PAUSE_GROUP)
async def suggest_groups(request: Request) -> list[Block]:
    """All groups, and those whose name contains what was typed."""
    return [option(choice) for choice in present.groups(await listing.groups(), request.typed)]


@routing.checked_form(Form.PAUSE)
async def accept(request: Request, services: Services) -> Work:
    """Pause what the form says; raise BadRequest with refusals by block id."""
    origin = origins.unpack(request.private)
    news = await _pause(await _read(request), request, services)

    async def reply(request: Request, services: Services) -> None:
        drawn = await show.drawn(request, services, news=news)
        await surfaces.reply(origin, request, services, *drawn)

    return reply


async def _pause(said: PauseWords, request: Request, services: Services) -> str:
    """Pause it if this person may; return the receipt. Raise Refused, BadRequest."""
    scope, now = said.scope or PauseScope(), services.now()
    wanted = PauseRequest(
        scope=scope, why=said.why, by=request.user, until=now + said.length if said.length else None
    )
    await change(
        request,
        services,
        scopes.action(scope),
        present.named(scope, duration(said.length) if said.length else "", said.why),
        lambda: changes.begin(wanted, now=now),
        lambda: changes.groups_of(scope),
    )
    return present.begun(*[await _count(scope, statuses, services) for statuses in ((Status.WAITING,), LIVE)])


async def _count(scope: PauseScope, statuses: Iterable[Status], services: Services) -> int:
    """How many tasks of the scope stand so."""
    wanted = TaskFilter(
        statuses=tuple(sorted(statuses)),
        groups=(scope.group,) if scope.group else (),
        types=(scope.type,) if scope.type else (),
        account=scope.account,
    )
    return await pages.count(wanted, zone=_UTC, now=services.now())


async def _open_form(scope: PauseScope, request: Request, services: Services) -> None:
    drawn = form(present.form(scope), private=origins.pack(origins.of(request)))
    await services.slack.views_open(trigger_id=request.trigger_id, view=drawn)


def _scope(wanted: TaskFilter) -> PauseScope:
    """What a list's filter names one of."""
    one_group, one_type = len(wanted.groups) == 1, len(wanted.types) == 1
    return PauseScope(
        group=wanted.groups[0] if one_group else "",
        type=wanted.types[0] if one_type and wanted.types[0] in TASK_TYPES else "",
        account=wanted.account,
    )


async def _read(request: Request) -> PauseWords:
    """What the form says; raise BadRequest."""
    (group,) = request.chosen("group", Do.CHOOSE_PAUSE_GROUP) or (present.ANY,)
    (kind,) = request.chosen("type", Do.FILL_PAUSE) or (present.ANY,)
    (length,) = request.chosen("length", Do.FILL_PAUSE) or (present.ANY,)
    (account,) = request.chosen("account", Do.FILL_PAUSE) or ("",)
    (why,) = request.chosen("why", Do.FILL_PAUSE) or ("",)
    if kind != present.ANY and kind not in TASK_TYPES:
        raise BadRequest({"type": "There is no such task type."})
    scope = PauseScope(
        group="" if group == present.ANY else group,
        type="" if kind == present.ANY else kind,
        account=typed_text.name(account),
    )
    try:
        lasting = None if length == present.ANY else pause_words.length(length)
        scope = await scopes.meant(scope)
    except BadFilter as error:
        raise BadRequest({"account" if scope.account else "group": str(error)}) from None
    return PauseWords(
        scope=scope, length=lasting, why=typed_text.plain(why).strip()[: pause_words.LONGEST_WHY]
    )
