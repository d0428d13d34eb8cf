"""Tests that people ask for: a few at once, each to its limit."""

import asyncio

from executor import limits
from executor.proxy.tester import ProxyTester
from handlers.proxies import testing
from models.domain.outcomes import ProxyAnswer
from models.domain.proxies import parse_proxy
from tests.executor.proxy import servers


async def test_so_many_are_asked_at_once_and_each_no_longer_than_its_limit() -> None:
    now, most = 0, 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await servers.silent(reader, writer)
        now -= 1

    async with servers.listening(serve) as port, asyncio.timeout(3):
        ask = ProxyTester("https://site.example", limit=0.2)
        proxy = parse_proxy(f"127.0.0.1:{port}")
        answers = await asyncio.gather(*(ask(n, proxy) for n in range(limits.PROXY_TESTS + 5)))

    assert most <= limits.PROXY_TESTS
    assert answers[3] == ProxyAnswer(proxy_id=3, failure=f"127.0.0.1:{port} does not answer within 0.2 s.")


async def test_who_tests_one_proxy_does_not_wait_for_all_of_somebody_elses() -> None:
    begun = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        begun.set()
        await servers.silent(reader, writer)

    async with servers.listening(serve) as port, asyncio.timeout(5):
        ask = ProxyTester("https://site.example", limit=0.2)
        proxy = parse_proxy(f"127.0.0.1:{port}")
        many = dict.fromkeys(range(5 * limits.PROXY_TESTS), proxy)
        everything = asyncio.create_task(testing.asked(many, ask))
        await begun.wait()

        await testing.asked({777: proxy}, ask)

        assert not everything.done()
        assert [answer.proxy_id for answer in await everything] == list(many)
