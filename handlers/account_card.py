"""The card of one account in conversation, and its form."""

from dataclasses import replace

from handlers import holding, present_account
from handlers.access import change
from handlers.blocks.account_card import NEEDS, account_card, account_form
from handlers.blocks.atoms import Block
from handlers.doors import permitted
from handlers.ids import Do
from handlers.request import Request, number
from handlers.services import Services, Work
from handlers.viewmodels import News
from models import accounts, roster
from models.account_csv import parse_session, refusal
from models.accounts import AccountRecord, ProxyRecord
from models.authority import Action
from models.errors import BadRequest
from models.proxy_url import parse_proxy

_NO_NEWS = News()
_GONE = "That account is gone."


async def show(account_id: int, request: Request, services: Services) -> None:
    """Open the card, or say that the account is gone."""
    card = await _draw(account_id, request, services)
    if card is None:
        await services.answer(request, _GONE)
        return
    await services.slack.views_open(trigger_id=request.trigger_id, view=card)


async def refresh(request: Request, services: Services) -> None:
    """Draw the open card anew."""
    await _redraw(request, services)


async def hold(request: Request, services: Services) -> None:
    """Hold the card's account."""
    sentence = await holding.take([_number(request)], holding.BY_HAND, request, services)
    await _redraw(request, services, news=News(words=sentence))


async def release(request: Request, services: Services) -> None:
    """Release the card's account."""
    sentence, _ = await holding.let_go([_number(request)], request, services)
    await _redraw(request, services, news=News(words=sentence))


async def open_form(request: Request, services: Services) -> None:
    """Edit: the form on top of the card."""
    account = await accounts.get(_number(request))
    if account is None:
        await services.answer(request, _GONE)
        return
    view = account_form(present_account.form(account), private=str(account.id))
    await services.slack.views_push(trigger_id=request.trigger_id, view=view)


async def open_empty_form(request: Request, services: Services) -> None:
    """Add account."""
    view = account_form(present_account.form(None), private="")
    await services.slack.views_open(trigger_id=request.trigger_id, view=view)


async def accept(request: Request, services: Services) -> Work:
    """Save what the form says, or raise BadRequest with refusals by block id: then nothing is changed."""
    sealer = services.needed_sealer("group")
    account = await accounts.get(_number(request)) if request.private else None
    record = _read(request, account.login if account else "")
    if account is None and await accounts.known_logins([record.login]):
        raise BadRequest({"login": "There is an account of that login already."})
    await change(
        request,
        services,
        Action.EDIT_ACCOUNTS,
        record.login,
        lambda: accounts.save_accounts([record], sealer=sealer),
    )

    async def begin(request: Request, services: Services) -> None:
        if account is None:
            await services.answer(request, present_account.added(record.login))
            return
        on_card = replace(request, value=str(account.id), view_id=request.root_view_id)
        await _redraw(on_card, services, news=News(words="Saved."))

    return begin


def _read(request: Request, login: str) -> AccountRecord:
    """The record a form makes."""
    told = {
        name: "".join(request.chosen(name, Do.FILL_ACCOUNT)).strip()
        for name in ("login", "user_id", "group", "owner", "proxy", "password", "session")
    }
    needs = NEEDS in request.chosen("needs_proxy", Do.FILL_ACCOUNT)
    refusals = {
        name: f"{name.capitalize()} is needed."
        for name in ("login", "group")
        if not (login if name == "login" and login else told[name])
    }
    refusals |= {
        name: _sentence(why)
        for name, value in told.items()
        if value and name not in {"proxy", "session"} and (why := refusal(name, value))
    }
    proxy, session = None, None
    try:
        proxy = _proxy(told["proxy"])
    except ValueError as error:
        refusals["proxy"] = _sentence(error)
    try:
        session = parse_session(told["session"]) if told["session"] else None
    except ValueError as error:
        refusals["session"] = _sentence(error)
    if refusals:
        raise BadRequest(refusals)
    return AccountRecord(
        login=login or told["login"], group=told["group"], user_id=told["user_id"], password=told["password"],
        proxy=proxy, needs_proxy=needs, session=session, owner=told["owner"],
    )  # fmt: skip


def _proxy(url: str) -> ProxyRecord | None:
    return parse_proxy(url) if url else None


def _sentence(error: ValueError | str) -> str:
    told = str(error)
    return told[:1].upper() + told[1:]


def _number(request: Request) -> int:
    return number(request.value or request.private)


async def _draw(
    account_id: int, request: Request, services: Services, *, news: News = _NO_NEWS
) -> Block | None:
    sheet = await roster.sheet(account_id)
    if sheet is None:
        return None
    zone = await services.people.zone(request.user)
    card = account_card(present_account.card(sheet, news=news, zone=zone, now=services.now()))
    group = sheet.account.group.name
    return card | {"blocks": permitted(card["blocks"], lambda action: request.may.may(action, group))}


async def _redraw(request: Request, services: Services, *, news: News = _NO_NEWS) -> None:
    card = await _draw(_number(request), request, services, news=news)
    if card is not None:
        await services.slack.views_update(view_id=request.view_id, view=card)
