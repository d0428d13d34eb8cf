"""The card of one account."""

from dataclasses import replace

from slack_sdk.errors import SlackApiError

from handlers.access.needs import permitted
from handlers.accounts import holds, present
from handlers.accounts.card_blocks import account_card
from handlers.lists import surfaces
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.blocks import Block
from handlers.slack.fallback import code_of
from handlers.slack.ids import Do, Form
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from handlers.slack.views import News
from handlers.tasks import card as task_card
from handlers.tasks.present_endings import for_reader
from handlers.words import pause_words
from models.accounts import holds as open_holds
from models.accounts import listing, records
from models.domain.filters import ListState, TaskFilter
from models.pauses import reading as pauses

_NO_NEWS = News()
GONE = "That account is gone."


async def show(account_id: int, request: Request, services: Services) -> None:
    """Open the card, or say that the account is gone."""
    card = await _draw(account_id, request, services)
    if card is None:
        await services.answer(request, GONE)
        return
    await services.open(card, request)


@routing.click(Do.OPEN_ACCOUNT)
async def open_named(request: Request, services: Services) -> None:
    """The account's name on the card of a task: its own card on top of that. Or below a name that was typed nearly right."""
    await show(number(request.value), request, services)


@routing.click(Do.TASKS_OF_ACCOUNT)
async def list_tasks(request: Request, services: Services) -> None:
    """Tasks: the list of the account's tasks, where the card was opened; the card says where that is."""
    account = await records.get(number_of(request))
    if account is None:
        return
    there = origins.in_channel(request)
    await surfaces.show(ListState(filter=TaskFilter(account=account.login)), there, services)
    await redraw(request, services, news=News(words=present.listed(there.channel)))


async def redraw(request: Request, services: Services, *, news: News = _NO_NEWS) -> None:
    """Draw the open card anew; one whose account is gone stays."""
    card = await _draw(number_of(request), request, services, news=news)
    if card is not None:
        await services.slack.views_update(view_id=request.view_id, view=card)


@routing.click(Do.REFRESH_ACCOUNT)
async def refresh(request: Request, services: Services) -> None:
    """Redraw the open card."""
    await redraw(request, services)


@routing.click(Do.HOLD_ON_ACCOUNT)
async def hold(request: Request, services: Services) -> None:
    """Hold the card's account."""
    sentence = await holds.take([number_of(request)], holds.BY_HAND, request, services)
    await redraw(request, services, news=News(words=sentence))


@routing.click(Do.RELEASE_ON_ACCOUNT)
async def release(request: Request, services: Services) -> None:
    """Release the card's account."""
    sentence, _ = await holds.let_go([number_of(request)], request, services)
    await redraw(request, services, news=News(words=sentence))


def number_of(request: Request) -> int:
    """The account of the open card."""
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
    now = services.now()
    paused = pause_words.sentences(await pauses.of_account(account_id, now=now), zone=zone, now=now)
    view = replace(present.card(detail, news=news, zone=zone, now=now), paused=paused)
    card = account_card(view, endings, private=origins.of_card(account_id, request))
    return card | {"blocks": permitted(card["blocks"], lambda action: request.may.may(action, group))}


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
