"""``/accounts``: the list, its paging, and its actions."""

from handlers.access.needs import permitted
from handlers.accounts import card, holds, present
from handlers.accounts.list_blocks import account_list, near_names
from handlers.accounts.words import AccountCommand
from handlers.slack import routing
from handlers.slack.ids import Do, Slash
from handlers.slack.request import Request, numbers
from handlers.slack.services import Services
from handlers.words import roster_words
from models.accounts import listing
from models.domain.errors import BadFilter
from models.domain.filters import RosterFilter

_NEAR = 5  # names that are offered
_NOTHING = "Select at least one account first: tick it in *Select accounts* under the table."


@routing.verb(Slash.ACCOUNTS, "list")
async def by_words(command: AccountCommand, request: Request, services: Services) -> None:
    """``/accounts …``: the list for these words."""
    await services.answer(request, *await _drawn(command.wanted, request, services))


@routing.verb(Slash.ACCOUNTS, "show")
async def show_named(command: AccountCommand, request: Request, services: Services) -> None:
    """``/accounts ann@example.com``; where that is nobody's name, the near ones as buttons."""
    (name,) = command.names
    account = (await listing.named([name]))[name]
    if account is not None:
        await card.show(account.id, request, services)
        return
    view = present.near(name, await listing.near(name, most=_NEAR))
    await services.answer(request, view.words, near_names(view))


@routing.verb(Slash.ACCOUNTS, "hold")
async def hold_named(command: AccountCommand, request: Request, services: Services) -> None:
    """``/accounts hold ann@example.com its owner is away``."""
    why = command.why or holds.BY_HAND
    await services.answer(request, await holds.take(await _named(command), why, request, services))


@routing.verb(Slash.ACCOUNTS, "release")
async def release_named(command: AccountCommand, request: Request, services: Services) -> None:
    """``/accounts release ann@example.com``."""
    sentence, _ = await holds.let_go(await _named(command), request, services)
    await services.answer(request, sentence)


@routing.click(Do.TURN_ACCOUNTS, Do.TURN_ACCOUNTS_BACK, Do.TURN_ACCOUNTS_ON)
async def turn(request: Request, services: Services) -> None:
    """Refresh, Previous, Next: the button carries the list it leads to."""
    await _redraw(roster_words.decode(request.value), request, services)


@routing.click(Do.SHOW_HELD)
async def show_held(request: Request, services: Services) -> None:
    """The red button: the accounts on hold."""
    await _redraw(RosterFilter(held=True), request, services)


@routing.click(Do.SHOW_ALL_ACCOUNTS)
async def show_all(request: Request, services: Services) -> None:
    """Clear the filter."""
    await _redraw(RosterFilter(), request, services)


@routing.click(Do.SHOW_ACCOUNT)
async def details(request: Request, services: Services) -> None:
    """Details of the one account that is ticked."""
    ids = _selected(request)
    if len(ids) != 1:
        await services.answer(request, "Select one account to see its details.")
        return
    await card.show(ids[0], request, services)


@routing.click(Do.HOLD_ACCOUNTS)
async def hold(request: Request, services: Services) -> None:
    """Hold what is ticked."""
    if ids := await _ticked(request, services):
        sentence = await holds.take(ids, holds.BY_HAND, request, services)
        await _redraw(roster_words.decode(request.value), request, services, sentence)


@routing.click(Do.RELEASE_ACCOUNTS)
async def release(request: Request, services: Services) -> None:
    """Release what is ticked."""
    if ids := await _ticked(request, services):
        sentence, _ = await holds.let_go(ids, request, services)
        await _redraw(roster_words.decode(request.value), request, services, sentence)


async def _ticked(request: Request, services: Services) -> list[int]:
    ids = _selected(request)
    if not ids:
        await services.answer(request, _NOTHING)
    return ids


def _selected(request: Request) -> list[int]:
    return numbers(request.chosen("accounts_picked:", Do.SELECT_ACCOUNTS))


async def _named(command: AccountCommand) -> list[int]:
    accounts = await listing.named(command.names)
    missing = [name for name, account in accounts.items() if account is None]
    if missing:
        near = [row.login for name in missing for row in await listing.near(name, most=1)]
        raise BadFilter(present.unknown(missing, near))
    return [account.id for account in accounts.values() if account is not None]


async def _redraw(wanted: RosterFilter, request: Request, services: Services, news: str = "") -> None:
    text, blocks = await _drawn(wanted, request, services, news)
    await services.redraw(request.response_url, text, blocks)


async def _drawn(
    wanted: RosterFilter, request: Request, services: Services, news: str = ""
) -> tuple[str, list[dict[str, object]]]:
    zone = await services.people.zone(request.user)
    page = await listing.page(wanted)
    view = present.account_list(wanted, page, zone=zone, now=services.now(), news=news)
    return f"{view.filter_line} · {view.paging} · {view.held} on hold", permitted(
        account_list(view), request.may.may
    )
