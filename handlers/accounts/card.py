"""The card of one account, and its form."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from slack_sdk.errors import SlackApiError

from handlers.access.authorize import change
from handlers.access.needs import permitted
from handlers.accounts import holds, present
from handlers.accounts.card_blocks import NEEDS, account_card, account_form
from handlers.lists import surfaces
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.blocks import Block
from handlers.slack.fallback import code_of
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.request import Request, number
from handlers.slack.services import Services, Work
from handlers.slack.views import News
from handlers.tasks import card as task_card
from handlers.tasks.present_endings import for_reader
from handlers.words.typed_text import plain
from models.accounts import holds as open_holds
from models.accounts import listing, logins, records
from models.domain.account_files.record import refusal
from models.domain.errors import BadRequest
from models.domain.filters import ListState, TaskFilter
from models.domain.one_time_codes import parse_totp
from models.domain.permissions import Action
from models.domain.proxies import parse_proxy
from models.domain.sessions.reader import read_session
from models.domain.values.accounts import AccountRecord

T = TypeVar("T")
_NO_NEWS = News()
_GONE = "That account is gone."


async def show(account_id: int, request: Request, services: Services) -> None:
    """Open the card, or say that the account is gone."""
    card = await _draw(account_id, request, services)
    if card is None:
        await services.answer(request, _GONE)
        return
    await services.open(card, request)


@routing.click(Do.OPEN_ACCOUNT)
async def open_named(request: Request, services: Services) -> None:
    """The account's name on the card of a task: its own card on top of that. Or below a name that was typed nearly right."""
    await show(number(request.value), request, services)


@routing.click(Do.TASKS_OF_ACCOUNT)
async def list_tasks(request: Request, services: Services) -> None:
    """Tasks: the list of the account's tasks, where the card was opened; the card says where that is."""
    account = await records.get(_number(request))
    if account is None:
        return
    there = origins.in_channel(request)
    await surfaces.show(ListState(filter=TaskFilter(account=account.login)), there, services)
    await redraw(request, services, news=News(words=present.listed(there.channel)))


@routing.click(Do.REFRESH_ACCOUNT)
async def refresh(request: Request, services: Services) -> None:
    """Redraw the open card."""
    await redraw(request, services)


@routing.click(Do.HOLD_ON_ACCOUNT)
async def hold(request: Request, services: Services) -> None:
    """Hold the card's account."""
    sentence = await holds.take([_number(request)], holds.BY_HAND, request, services)
    await redraw(request, services, news=News(words=sentence))


@routing.click(Do.RELEASE_ON_ACCOUNT)
async def release(request: Request, services: Services) -> None:
    """Release the card's account."""
    sentence, _ = await holds.let_go([_number(request)], request, services)
    await redraw(request, services, news=News(words=sentence))


@routing.click(Do.EDIT_ACCOUNT)
async def open_form(request: Request, services: Services) -> None:
    """Edit: the form on top of the card."""
    account = await records.get(_number(request))
    if account is None:
        await services.answer(request, _GONE)
        return
    view = account_form(present.form(account), private=origins.on_card(account.id, request))
    await services.slack.views_push(trigger_id=request.trigger_id, view=view)


@routing.verb(Slash.ACCOUNTS, "add")
async def add_by_words(_: object, request: Request, services: Services) -> None:
    """``/accounts add``."""
    await open_empty_form(request, services)


@routing.click(Do.ADD_ACCOUNT)
async def open_empty_form(request: Request, services: Services) -> None:
    """Add account."""
    view = account_form(present.form(None), private="")
    await services.slack.views_open(trigger_id=request.trigger_id, view=view)


@routing.checked_form(Form.EDIT_ACCOUNT)
async def accept(request: Request, services: Services) -> Work:
    """Save the form, or raise BadRequest with refusals by block id; then nothing is changed."""
    sealer = services.needed_sealer("group")
    account = await records.get(origins.about(request)) if request.private else None
    record = _read(request, account.login if account else "", services.site_url)
    await services.people.need_people("owner", [record.owner])
    if account is None and await logins.known_logins([record.login]):
        raise BadRequest({"login": "There is an account of that login already."})
    await change(
        request,
        services,
        Action.EDIT_ACCOUNTS,
        record.login,
        lambda: records.save_accounts([record], sealer=sealer),
    )

    async def begin(request: Request, services: Services) -> None:
        if account is None:
            await services.answer(request, present.added(record.login))
            return
        await redraw_beneath(request, services, "Saved.")

    return begin


def _read(request: Request, login: str, site_url: str) -> AccountRecord:
    """The account record from the form; raise BadRequest with refusals by block id."""
    typed = {name: "".join(request.chosen(name, Do.FILL_ACCOUNT)).strip() for name in _TEXTS}
    typed |= {name: plain(typed[name]).strip() for name in _NAMES}  # a secret is what it is
    typed["login"] = login or typed["login"]
    refusals = {name: _sentence(why) for name in _TEXTS if (why := refusal(name, typed[name]))}
    proxy = _parsed(parse_proxy, "proxy", typed, refusals)
    session = _parsed(partial(read_session, site_url=site_url), "session", typed, refusals)
    totp = _parsed(parse_totp, "totp", typed, refusals)
    if refusals:
        raise BadRequest(refusals)
    return AccountRecord(
        login=typed["login"], group=typed["group"], user_id=typed["user_id"], password=typed["password"], proxy=proxy,
        needs_proxy=NEEDS in request.chosen("needs_proxy", Do.FILL_ACCOUNT), session=session.state if session else None,
        owner=typed["owner"], totp=totp.text if totp else "",
    )  # fmt: skip


_NAMES = ("login", "user_id", "group", "owner")
_TEXTS = (*_NAMES, "proxy", "password", "session", "totp")


def _parsed(
    parse: Callable[[str], T], name: str, typed: dict[str, str], refusals: dict[str, str]
) -> T | None:
    """A field's parsed value; None when it is empty, or refused."""
    try:
        return parse(typed[name]) if typed[name] else None
    except ValueError as error:
        refusals[name] = _sentence(str(error))
        return None


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(request: Request) -> int:
    return number(request.value) or origins.from_card(request)[0]


async def _draw(
    account_id: int, request: Request, services: Services, *, news: News = _NO_NEWS
) -> Block | None:
    detail = await listing.detail(account_id)
    if detail is None:
        return None
    zone, group = await services.people.zone(request.user), detail.account.group
    hold = await open_holds.detail(detail.hold.id) if detail.hold else None
    endings = for_reader(hold, request.user, request.may, group) if hold else None
    view = present.card(detail, news=news, zone=zone, now=services.now())
    card = account_card(view, endings, private=origins.of_card(account_id, request))
    return card | {"blocks": permitted(card["blocks"], lambda action: request.may.may(action, group))}


async def redraw(request: Request, services: Services, *, news: News = _NO_NEWS) -> None:
    """Draw the open card of the request's account."""
    card = await _draw(_number(request), request, services, news=news)
    if card is not None:
        await services.slack.views_update(view_id=request.view_id, view=card)


async def redraw_beneath(request: Request, services: Services, words: str) -> None:
    """Draw the card on which a form lay, a task's or an account's, with what came of the form; none where it lay on none."""
    card = origins.beneath(request)
    if card is None:
        return
    try:
        await redraw_any(card, services, words)
    except SlackApiError as error:
        if code_of(error) != "not_found":  # else somebody has closed it meanwhile
            raise


async def redraw_any(request: Request, services: Services, words: str) -> None:
    """Draw the card that was clicked on, a task's or an account's, with what came of it; nothing where it was a message."""
    match request.callback:
        case Form.CARD.value:
            await task_card.redraw(replace(request, value=""), services, news=News(words=words))
        case Form.ACCOUNT.value:
            await redraw(replace(request, value=""), services, news=News(words=words))
        case _:
            return
