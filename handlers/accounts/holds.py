"""Accounts on hold: held by hand, released with one click on any surface."""

from dataclasses import replace

from handlers.access.authorize import change
from handlers.accounts import present_hold
from handlers.slack import origin, routing
from handlers.slack.ids import Do
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from handlers.slack.views import News
from handlers.tasks import card
from models.access import scope
from models.accounts import holds, records
from models.domain.permissions import Action
from models.tasks import queries

BY_HAND = "held by hand"  # the reason when none is given


@routing.click(Do.RELEASE)
async def release(request: Request, services: Services) -> None:
    """Release, below the message about the hold; that message is updated with the result."""
    account = number(request.value)
    if not await _is_asked_here(account, request):
        await services.answer(request, origin.ELSEWHERE)
        return
    sentence, done = await let_go([account], request, services)
    if not done:
        await services.answer(request, sentence)


@routing.click(Do.RELEASE_ON_CARD)
async def release_on_card(request: Request, services: Services) -> None:
    """Release, on the card of a task that waits for the account: ``account:task``."""
    account, _, task = request.value.partition(":")
    sentence, _ = await let_go([number(account)], request, services)
    await card.redraw(replace(request, value=task), services, news=News(words=sentence))


async def _is_asked_here(account_id: int, request: Request) -> bool:
    """Whether it is the message of the hold that is open; of none it is told that there is none."""
    hold = (await holds.of([account_id])).get(account_id)
    return hold is None or origin.is_on(request, channel=hold.channel, ts=hold.ts, since=hold.at)


async def take(account_ids: list[int], why: str, request: Request, services: Services) -> str:
    """Hold accounts by hand; return the sentence that says the result."""
    held = await change(
        request,
        services,
        Action.HOLD,
        await _named(account_ids),
        lambda: holds.hold(account_ids, why=why, by=request.user, now=services.now()),
        lambda: scope.of_accounts(account_ids),
    )
    return present_hold.held(len(held))


async def let_go(account_ids: list[int], request: Request, services: Services) -> tuple[str, bool]:
    """Release accounts and notify the workers of their tasks. Return (the sentence, whether any was held)."""
    freed = await change(
        request,
        services,
        Action.RELEASE,
        await _named(account_ids),
        lambda: holds.release(account_ids, by=request.user, now=services.now()),
        lambda: scope.of_accounts(account_ids),
    )
    waiting = await queries.waiting_of(freed)
    await services.notify(waiting)
    return present_hold.released(len(freed), len(waiting)), bool(freed)


async def _named(account_ids: list[int]) -> str:
    accounts = await records.by_ids(account_ids)
    return ", ".join(account.login for account in accounts)
