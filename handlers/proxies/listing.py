"""``/proxies``: the list, its paging, and the tests of what is ticked."""

from handlers.access.needs import permitted
from handlers.accounts import card
from handlers.proxies import offer, present, testing, words
from handlers.proxies.list_blocks import proxy_list as list_blocks
from handlers.proxies.views import OfferView
from handlers.proxies.words import ProxyCommand
from handlers.slack import origin, routing
from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Slash
from handlers.slack.request import Request, numbers
from handlers.slack.services import Services
from models.accounts import proxy_answers, proxy_list
from models.domain.errors import BadFilter
from models.domain.values.proxies import ProxyFilter

_NOTHING = "Select at least one proxy first: tick it in *Select proxies* under the table."
_NOT_THERE = "There is no such proxy. `/proxies` lists them all."


@routing.verb(Slash.PROXIES, "list")
async def by_words(command: ProxyCommand, request: Request, services: Services) -> None:
    """``/proxies …``: the list for these words."""
    await services.answer(request, *await drawn(command.wanted, request, services))


@routing.verb(Slash.PROXIES, "test")
async def test_named(command: ProxyCommand, request: Request, services: Services) -> None:
    """``/proxies test 10.0.0.1:8080``, or all of them; then the list with the results."""
    ids = [number for address in command.named for number in await proxy_list.called(address)]
    if command.named and not ids:
        raise BadFilter(_NOT_THERE)
    left = 0
    if not command.named:
        ids, left = await testing.all_of(request)
    news, found = await _tested(list(dict.fromkeys(ids)), request, services, left=left)
    await services.answer(request, *await drawn(command.wanted, request, services, news, found))


@routing.click(Do.TURN_PROXIES, Do.TURN_PROXIES_BACK, Do.TURN_PROXIES_ON)
async def turn(request: Request, services: Services) -> None:
    """Refresh, Previous, Next: the button carries the list it leads to."""
    await _redraw(words.decode(request.value), request, services)


@routing.click(Do.SHOW_FAILING)
async def show_failing(request: Request, services: Services) -> None:
    """The red button: those that do not answer, or failed tasks."""
    await _redraw(ProxyFilter(failing=True), request, services)


@routing.click(Do.SHOW_ALL_PROXIES)
async def show_all(request: Request, services: Services) -> None:
    """Clear the filter."""
    await _redraw(ProxyFilter(), request, services)


@routing.click(Do.SHOW_PROXIES)
async def show_from_batch(request: Request, services: Services) -> None:
    """Proxies, below what a batch tells of them, or on a task's card: those that fail, or all where none does."""
    page = await proxy_list.page(ProxyFilter(failing=True))
    wanted = ProxyFilter(failing=bool(page.rows))
    there = origin.in_channel(request)
    await services.answer(there, *await drawn(wanted, request, services))
    await card.redraw_any(request, services, present.listed(there.channel))


@routing.click(Do.TEST_PROXIES)
async def test_ticked(request: Request, services: Services) -> None:
    """Test what is ticked; the list shows the results."""
    ids = ticked(request)
    if not ids:
        await services.answer(request, _NOTHING)
        return
    news, found = await _tested(ids, request, services)
    await services.redraw(
        request.response_url, *await drawn(words.decode(request.value), request, services, news, found)
    )


def ticked(request: Request) -> list[int]:
    return numbers(request.chosen("proxies_picked:", Do.SELECT_PROXIES))


async def drawn(
    wanted: ProxyFilter,
    request: Request,
    services: Services,
    news: str = "",
    found: OfferView | None = None,
) -> tuple[str, list[Block]]:
    """The list for this reader: (text, blocks)."""
    zone = await services.people.zone(request.user)
    page = await proxy_list.page(wanted)
    view = present.proxy_list(wanted, page, zone=zone, now=services.now(), news=news, offer=found)
    text = f"{view.filter_line} · {view.paging} · {view.failing} failing"
    return text, permitted(list_blocks(view), request.may.may)


async def _tested(
    ids: list[int], request: Request, services: Services, *, left: int = 0
) -> tuple[str, OfferView | None]:
    """Test these; the sentence about it, and what can run now by those that answer."""
    answers = await testing.test(ids, request, services)
    good = [answer.proxy_id for answer in answers if not answer.failure]
    found = await offer.of(await proxy_answers.ready_by_proxies(good), request, services)
    return present.outcome(answers, left=left), found


async def _redraw(wanted: ProxyFilter, request: Request, services: Services) -> None:
    await services.redraw(request.response_url, *await drawn(wanted, request, services))
