"""Replacing a proxy by another one, for all accounts that use it."""

from dataclasses import replace

from handlers.access.authorize import ask_again, change
from handlers.proxies import listing, offer, present, testing, words
from handlers.proxies.form_blocks import replace_form
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.ids import Do, Form
from handlers.slack.request import Request
from handlers.slack.services import Services, Work
from models.access import scope
from models.accounts import proxy_answers, proxy_changes, proxy_list
from models.domain.errors import BadRequest
from models.domain.permissions import Action
from models.domain.proxies import ProxyAddress, parse_proxy
from models.domain.values.proxies import ListedProxy

_ONE = "Select one proxy to replace it: tick it in *Select proxies* under the table."
_UNUSED = "No account uses that proxy, so there is nothing to replace."
_GONE = "That proxy is gone. Draw the list again with `/proxies`."


@routing.click(Do.REPLACE_PROXY)
async def open_form(request: Request, services: Services) -> None:
    """Replace: ask for the other proxy."""
    rows = await proxy_list.listed(listing.ticked(request))
    if len(rows) != 1 or not rows[0].accounts:
        await services.answer(request, _UNUSED if len(rows) == 1 else _ONE)
        return
    origin = replace(origins.of(request, request.value), operation=rows[0].id)
    form = replace_form(present.replacing(rows[0]), private=origins.pack(origin))
    await services.slack.views_open(trigger_id=request.trigger_id, view=form)


@routing.checked_form(Form.REPLACE_PROXY)
async def accept(request: Request, services: Services) -> Work:
    """Replace it, or raise BadRequest with a refusal at the field; then nothing is changed."""
    sealer = services.needed_sealer("proxy")
    origin = origins.unpack(request.private)
    address = _typed(request)
    rows = await proxy_list.listed([origin.operation])
    if not rows:
        raise BadRequest({"proxy": _GONE})
    new, accounts = await change(
        request,
        services,
        Action.EDIT_ACCOUNTS,
        f"{present.named(rows[0].id, rows[0].address)} replaced by {address.url}",
        lambda: proxy_changes.replace(origin.operation, address, sealer=sealer),
        lambda: scope.of_proxies([origin.operation]),
    )

    async def begin(request: Request, services: Services) -> None:
        await _tell(rows[0], new, accounts, request, services)

    return begin


async def _tell(
    old: ListedProxy, new: int, accounts: list[int], request: Request, services: Services
) -> None:
    """Test the new proxy, and draw the list with the result and with what can run now."""
    origin = origins.unpack(request.private)
    await testing.check([new], services)
    request = await ask_again(request, services, Action.SEE)  # the test took a while
    (row,) = await proxy_list.listed([new])
    ready = await proxy_answers.ready_by_accounts(accounts)
    found = await offer.of(ready, origins.there(request, origin), services)
    news = present.replaced(old, row, len(accounts))
    await services.redraw(
        origin.url, *await listing.drawn(words.decode(origin.sheet), request, services, news, found)
    )


def _typed(request: Request) -> ProxyAddress:
    try:
        return parse_proxy("".join(request.chosen("proxy", Do.FILL_PROXY)))
    except ValueError as error:
        sentence = str(error)
        raise BadRequest({"proxy": sentence[:1].upper() + sentence[1:]}) from None
