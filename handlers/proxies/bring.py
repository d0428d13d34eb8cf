"""A list of proxies, typed or in a file: kept, given to the accounts of a group one each, tested, and told."""

import asyncio
from functools import partial

from handlers.access.authorize import ask_again, change
from handlers.access.needs import permitted
from handlers.accounts import brought_file
from handlers.proxies import offer, present, testing
from handlers.proxies.form_blocks import brought_view, import_form
from handlers.proxies.list_blocks import offer as offer_blocks
from handlers.proxies.words import ProxyCommand
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.blocks import section
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.request import Request
from handlers.slack.services import Services, Work, suppress_refused
from models.accounts import listing, proxy_answers, proxy_changes
from models.domain.account_files.encoding import text_of
from models.domain.errors import BadRequest, Outdated
from models.domain.permissions import Action
from models.domain.proxies import ProxyAddress
from models.domain.proxies.listed import MOST_BYTES, read_list
from models.domain.text import SHORT
from models.domain.values.proxies import Given, Takers

_BOTH = "Give the list or a file, not both."


@routing.verb(Slash.PROXIES, "import")
async def import_by_words(_: ProxyCommand, request: Request, services: Services) -> None:
    """``/proxies import``."""
    await open_form(request, services)


@routing.click(Do.IMPORT_PROXIES)
async def open_form(request: Request, services: Services) -> None:
    """Ask for the list."""
    form = import_form(private=origins.pack(origins.of(request)))
    await services.slack.views_open(trigger_id=request.trigger_id, view=form)


@routing.reading_form(Form.IMPORT_PROXIES)
async def bring(request: Request, services: Services) -> Work:
    """Look after the file; then read the list, save all of it or nothing, give the proxies out and test them."""
    file_id = "".join(request.chosen("file", Do.FILL_PROXY)[:1])
    takers = _takers(request)
    if len(file_id) > SHORT:  # not an id of Slack's
        raise Outdated
    await brought_file.look_after(file_id, request, services)
    return partial(_bring, file_id, takers)


async def _bring(file_id: str, takers: Takers, request: Request, services: Services) -> None:
    given = None
    try:
        addresses, same = await _read(file_id, request, services)
        group = await listing.group_meant("".join(request.chosen("group", Do.FILL_PROXY)).strip()[:SHORT])
        given = await _save(addresses, group, takers, request, services)
        told = await brought_file.take_out(file_id, services)
        view = present.brought(given, same=same, group=group, takers=takers, file=told)
    except BadRequest as error:
        told = await brought_file.after(error, file_id, services)
        view = present.refused(error.refusals, error.more, file=told)
    with suppress_refused():  # the form may be closed by now: what follows goes as a message
        await services.slack.views_update(view_id=request.view_id, view=brought_view(view))
    if given:
        await _tell(given, request, services)


async def _save(
    addresses: list[ProxyAddress], group: str, takers: Takers, request: Request, services: Services
) -> Given:
    sealer = services.needed_sealer()
    given: list[Given] = []

    async def give() -> bool:
        given.append(await proxy_changes.give(addresses, group, takers, sealer=sealer))
        return given[-1].is_change

    whom = f", for {takers.label} of {group}" if group else ""
    await change(
        request,
        services,
        Action.EDIT_ACCOUNTS,
        f"{len(addresses)} proxies from a list{whom}",
        give,
        lambda: _one(group),
    )
    return given[-1]


async def _one(group: str) -> tuple[str, ...]:
    return (group,) if group else ()


async def _tell(given: Given, request: Request, services: Services) -> None:
    """Test what was brought, and reply with the result and with what can run now."""
    origin = origins.unpack(request.private)
    answers = await testing.check(given.proxies, services)
    words = present.outcome(answers) if answers else present.NOT_TESTED
    request = await ask_again(request, services, Action.SEE)  # the tests took a while
    ready = await proxy_answers.ready_by_proxies(given.proxies)
    found = await offer.of(ready, origins.there(request, origin), services)
    blocks = permitted([section(words), *(offer_blocks(found) if found else [])], request.may.may)
    await services.answer(origins.there(request, origin), words, blocks)


async def _read(file_id: str, request: Request, services: Services) -> tuple[list[ProxyAddress], int]:
    """The proxies and how many lines stood twice; raise BadRequest. A file is read in a thread."""
    typed = "".join(request.chosen("list", Do.FILL_PROXY))
    if typed.strip() and file_id:
        raise BadRequest({"list": _BOTH})
    if not file_id:
        return read_list(typed)
    data = await services.fetch(file_id)
    if len(data) > MOST_BYTES:
        raise BadRequest({"file": f"A file of proxies can have up to {MOST_BYTES // 10**6} MB. Split it."})
    return await asyncio.to_thread(lambda: read_list(text_of(data)))


def _takers(request: Request) -> Takers:
    try:
        return Takers("".join(request.chosen("takers", Do.FILL_PROXY)))
    except ValueError:
        raise Outdated from None
