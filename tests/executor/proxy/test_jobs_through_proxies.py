"""Jobs through proxies: good ones carry everything, bad ones end as "No proxy" with the reason."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from bot.sandbox.site import PracticeSite
from executor.attempt import perform
from executor.browser.pool import BrowserPool
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import ProxyAnswer
from models.domain.proxies import parse_proxy
from tests.executor.conftest import MakeJob, do
from tests.executor.proxy import servers

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("short_waits")]


@pytest.mark.usefixtures("ready_pictures")
@pytest.mark.parametrize("kind", ["http", "forward", "socks5"])
async def test_a_job_goes_through_its_proxy_and_nowhere_else(
    kind: str, site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    seen: list[str] = []
    serve, url = {
        "http": (servers.connect_proxy(seen, "u:p"), "http://u:p@127.0.0.1:{port}"),
        "forward": (servers.forward_proxy(seen), "http://127.0.0.1:{port}"),
        "socks5": (servers.socks_proxy(seen, ("u", "p")), "socks5://u:p@127.0.0.1:{port}"),
    }[kind]
    async with servers.listening(serve) as port:
        proxy = parse_proxy(url.format(port=port))
        done = await do(make_job("create_page", proxy=proxy, proxy_id=7, needs_proxy=True), browsers)

    assert done.outcome.result.startswith("Page Acme Shop (ID ")
    assert len(site.books()["pages"]) == 1
    assert len(seen) > 5
    assert done.proxy
    assert (done.proxy.proxy_id, done.proxy.failure) == (7, "")
    assert done.proxy.seconds > 0
    assert 20_000 < done.proxy.traffic < 20_000_000


BAD = {
    "nobody listens": (None, "cannot be reached", "proxy_unreachable"),
    "wants a password": (servers.connect_proxy([], "u:p"), "refuses the user name or password", "proxy_auth"),
    "cannot reach the site": (
        servers.answering(b"HTTP/1.1 502 Bad\r\n\r\n"),
        "answered 502",
        "proxy_refused",
    ),
    "is silent": (servers.silent, "does not answer within 0.5 s", "proxy_timeout"),
    "hangs up": (servers.hanging_up, "closed the connection", "proxy_closed"),
}


@pytest.mark.parametrize("kind", BAD)
async def test_a_bad_proxy_ends_every_action_before_a_browser_is_opened(
    kind: str, make_job: MakeJob, browsers: BrowserPool
) -> None:
    serve, says, cause = BAD[kind]
    async with AsyncExitStack() as stack:
        port = (
            await stack.enter_async_context(servers.listening(serve)) if serve else await servers.free_port()
        )
        proxy = parse_proxy(f"http://127.0.0.1:{port}")
        kinds = ("check", "create_page", "close_notifications", "create_bm", "authorize_bm_invitation")
        unopened = BrowserPool(executable=None)
        endings = await asyncio.gather(
            *(do(make_job(each, proxy=proxy, proxy_id=7), unopened) for each in kinds)
        )

    for done in endings:
        assert (done.outcome.status, done.outcome.cause) == (Status.NO_PROXY, cause)
        assert done.outcome.login_status is LoginStatus.UNKNOWN
        assert done.outcome.result.startswith(f"No proxy: 127.0.0.1:{port} {says}")
        assert done.picture is None
        assert done.proxy == ProxyAnswer(proxy_id=7, failure=done.outcome.result.removeprefix("No proxy: "))
    assert unopened._driver is None


async def test_an_account_that_needs_a_proxy_and_has_none_is_not_touched(make_job: MakeJob) -> None:
    unopened = BrowserPool()
    done = await do(make_job(needs_proxy=True), unopened)

    assert (done.outcome.status, done.outcome.cause) == (Status.NO_PROXY, "no_proxy_assigned")
    assert done.outcome.result == "No proxy: the account needs one and has none."
    assert unopened._driver is None


async def test_a_proxy_that_dies_in_the_middle_is_told_from_a_slow_site(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    seen: list[str] = []
    good = servers.connect_proxy(seen)
    alive = True

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await (good if alive else servers.silent)(reader, writer)

    async def begin() -> bool:
        nonlocal alive
        alive = False
        return True

    async with servers.listening(serve) as port:
        proxy = parse_proxy(f"http://127.0.0.1:{port}")
        done = await perform(make_job(proxy=proxy), browsers=browsers, begin=begin)

    assert (done.outcome.status, done.outcome.cause) == (Status.NO_PROXY, "proxy_timeout")
