"""Tests of proxies now: through each to the site, a few at once; the answers are kept and audited."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from handlers.access.authorize import change, need
from handlers.proxies import present
from handlers.slack.request import Request
from handlers.slack.services import Services, TestProxy
from models.access import scope
from models.accounts import proxies, proxy_answers, proxy_list
from models.domain.outcomes import ProxyAnswer
from models.domain.permissions import ALL_GROUPS, Action
from models.domain.proxies import ProxyAddress
from models.sql import transaction

MOST = 1000  # proxies of one test
_AT_ONCE = 20  # of one test
_NAMED = 10  # in the audit
UNOPENED = "its password cannot be decrypted: the encryption key has changed."


async def test(ids: Sequence[int], request: Request, services: Services) -> list[ProxyAnswer]:
    """Ask these proxies for the site, if this person may; raise Refused or BadRequest."""
    groups = await scope.of_proxies(ids)
    about = await _about(ids)
    need(request, Action.TEST_PROXIES, about, groups)
    sealer, ask = services.needed_sealer(), services.needed_test()
    async with services.proxy_tests.of(request.user):
        answers = await asked(await proxies.stored(ids, sealer), ask)
    await change(
        request,
        services,
        Action.TEST_PROXIES,
        about,
        lambda: proxy_answers.note(answers, now=services.now(), always=True),
        lambda: scope.of_proxies(ids),
    )
    return answers


async def all_of(request: Request) -> tuple[list[int], int]:
    """All proxies that this person may test at once, and how many others there are."""
    everywhere = request.may.may(Action.TEST_PROXIES, ALL_GROUPS)
    return await proxy_list.first(most=MOST, groups=None if everywhere else request.may.groups)


async def check(ids: Sequence[int], services: Services) -> list[ProxyAnswer]:
    """The same as part of a change that was audited already. Where the site is not known nothing is asked."""
    if services.test_proxy is None:
        return []
    answers = await asked(await proxies.stored(ids, services.needed_sealer()), services.test_proxy)
    await transaction(lambda: proxy_answers.note(answers, now=services.now(), always=True))
    return answers


async def asked(addresses: Mapping[int, ProxyAddress | None], ask: TestProxy) -> list[ProxyAnswer]:
    """How each of these answers, in their order. Never more are asked for than have places, so that nobody else's few
    wait behind all of them.
    """
    own = asyncio.Semaphore(_AT_ONCE)

    async def one(number: int, address: ProxyAddress | None) -> ProxyAnswer:
        if address is None:
            return ProxyAnswer(proxy_id=number, failure=UNOPENED)
        async with own:
            return await ask(number, address)

    async with asyncio.TaskGroup() as group:
        running = [group.create_task(one(number, address)) for number, address in addresses.items()]
    return [task.result() for task in running]


async def _about(ids: Iterable[int]) -> str:
    """The first of them for the audit, and how many more."""
    listed = list(ids)
    some = [present.named(row.id, row.address) for row in await proxy_list.listed(listed[:_NAMED])]
    more = f" and {len(listed) - _NAMED} more" if len(listed) > _NAMED else ""
    return f"{', '.join(some)}{more}" or "no proxy"
