"""``/tasks access``: what one may do, and, for admins, who may do what."""

from handlers.access import present, words
from handlers.access.authorize import admins, change, need
from handlers.access.blocks import access_list
from handlers.access.words import Wish
from handlers.slack import routing
from handlers.slack.ids import Do, Slash
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.words.command_words import Command
from models.access import grants as access_grants
from models.accounts import listing
from models.domain.errors import BadFilter, Outdated
from models.domain.permissions import ALL_GROUPS, Action, Grant
from models.domain.text import SHORT
from models.messages import boards


async def _show(request: Request, services: Services) -> None:
    """What this person may do; with all grants, for who may change them."""
    grants = await access_grants.grants() if request.may.may(Action.GRANT) else []
    view = present.overview(
        request.may,
        grants,
        admins=await admins(services),
        first=services.people.admins,
        kind=request.actor.kind,
    )
    await services.answer(request, view.own, access_list(view))


@routing.verb(Slash.TASKS, "access")
async def by_words(command: Command, request: Request, services: Services) -> None:
    """``/tasks access``: what one may do; with words, give or take."""
    if not command.words:
        await _show(request, services)
        return
    need(request, Action.GRANT)
    wish = words.parse(list(command.words))
    await _check(wish, services)
    if wish.grant:
        await _give(wish.grant, request, services)
        await services.answer(request, present.given(wish.grant))
        return
    taken = await _take(wish, request, services)
    await services.answer(request, present.taken(wish.subject, taken))


@routing.click(Do.REMOVE_GRANT)
async def remove(request: Request, services: Services) -> None:
    """Remove, beside one grant: ``subject;group``."""
    subject, _, group = request.value.partition(";")
    if max(len(subject), len(group)) > SHORT:
        raise Outdated
    await _take(Wish(subject=subject, role=None, group=group), request, services)
    view = present.overview(
        request.may, await access_grants.grants(), admins=await admins(services), first=services.people.admins
    )
    await services.redraw(request.response_url, view.own, access_list(view))


async def _check(wish: Wish, services: Services) -> None:
    """A group of accounts, or of users, that is not there would be granted in vain, and nobody would see why."""
    known = await listing.groups()
    if wish.role and wish.group and wish.group not in known:
        raise BadFilter(present.no_group(wish.group, known))
    if wish.role and wish.subject.startswith("S") and await services.people.members(wish.subject) is None:
        raise BadFilter(present.CLOSED_GROUP)


async def _give(grant: Grant, request: Request, services: Services) -> None:
    now = services.now()
    await change(
        request,
        services,
        Action.GRANT,
        present.told(grant),
        lambda: access_grants.grant([grant], by=request.user, now=now),
    )


async def _take(wish: Wish, request: Request, services: Services) -> int:
    """Take one, or all of a subject. Live lists rest: whoever lost the right to see must not go on seeing."""

    async def do() -> int:
        await boards.pause_homes()
        groups = (
            [wish.group] if wish.group else [g.group for g in await access_grants.grants_of(wish.subject)]
        )
        return await access_grants.take([(wish.subject, group) for group in groups])

    where = wish.group or "everything"
    about = f"{wish.subject}: nothing in {'all groups' if where == ALL_GROUPS else where} any more"
    return await change(request, services, Action.GRANT, about, do)
