"""``/tasks access``: the reader's own permissions and, for admins, all grants."""

from dataclasses import replace

from handlers.access import present, words
from handlers.access.authorize import admins, change, need
from handlers.access.blocks import access_list
from handlers.access.words import GrantChange
from handlers.slack import routing
from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Slash
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from handlers.words.command_words import Command
from models.access import grants as access_grants
from models.accounts import listing
from models.domain.errors import BadFilter, Outdated
from models.domain.permissions import ALL_GROUPS, Action, Grant
from models.domain.text import SHORT


async def _drawn(request: Request, services: Services, page: int) -> tuple[str, list[Block]]:
    """What this person may do, with a page of all grants if they may change them."""
    grants = await access_grants.grants() if request.may.may(Action.GRANT) else []
    view = present.overview(
        request.may,
        grants,
        page=page,
        admins=await admins(services.people),
        first=services.people.admins,
        kind=request.actor.kind,
    )
    return view.own, access_list(view)


@routing.click(Do.TURN_GRANTS_BACK, Do.TURN_GRANTS_ON)
async def turn(request: Request, services: Services) -> None:
    """Previous and Next: the button's value is the page."""
    await services.redraw(request.response_url, *await _drawn(request, services, number(request.value)))


@routing.verb(Slash.TASKS, "access")
async def by_words(command: Command, request: Request, services: Services) -> None:
    """``/tasks access``: show permissions; with words, grant or revoke a role."""
    if not command.words:
        await services.answer(request, *await _drawn(request, services, 1))
        return
    need(request, Action.GRANT)
    wanted = words.parse(list(command.words))
    wanted = replace(wanted, group=await listing.group_meant(wanted.group))
    await _check(wanted, services)
    if wanted.grant:
        await _give(wanted.grant, request, services)
        await services.answer(request, present.given(wanted.grant))
        return
    removed = await _take(wanted, request, services)
    await services.answer(request, present.revoked(wanted.subject, removed))


@routing.click(Do.REMOVE_GRANT)
async def remove(request: Request, services: Services) -> None:
    """Remove, beside one grant: ``subject;group``. Its block is ``grant:…:PAGE``."""
    subject, _, group = request.value.partition(";")
    if max(len(subject), len(group)) > SHORT:
        raise Outdated
    await _take(GrantChange(subject=subject, role=None, group=group), request, services)
    page = number(request.block.rpartition(":")[2])
    await services.redraw(request.response_url, *await _drawn(request, services, page))


async def _check(wanted: GrantChange, services: Services) -> None:
    """Raise BadFilter for an account group or user group that does not exist: the grant would have no effect."""
    known = await listing.groups()
    if wanted.role and wanted.group and wanted.group not in known:
        raise BadFilter(present.no_group(wanted.group, known))
    if (
        wanted.role
        and wanted.subject.startswith("S")
        and await services.people.members(wanted.subject) is None
    ):
        raise BadFilter(present.CLOSED_GROUP)


async def _give(grant: Grant, request: Request, services: Services) -> None:
    now = services.now()
    await change(
        request,
        services,
        Action.GRANT,
        present.audit_text(grant),
        lambda: access_grants.grant([grant], by=request.user, now=now),
    )


async def _take(wanted: GrantChange, request: Request, services: Services) -> int:
    """Revoke one grant, or all of a subject; return how many."""

    async def do() -> int:
        groups = (
            [wanted.group]
            if wanted.group
            else [g.group for g in await access_grants.grants_of(wanted.subject)]
        )
        return await access_grants.take([(wanted.subject, group) for group in groups])

    where = wanted.group or "everything"
    about = f"{wanted.subject}: nothing in {'all groups' if where == ALL_GROUPS else where} any more"
    return await change(request, services, Action.GRANT, about, do)
