"""What a page sends beside the step that must not be taken twice, and connections that break under it, by TLS too."""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives import serialization

from bot.sandbox.site import Behaviour, PracticeSite
from executor import limits
from executor.browser import browser as launching
from executor.browser.pool import BrowserPool
from executor.proxy.forwarder import Forwarder
from executor.proxy.unanswered import unanswered
from models.domain.lifecycle import Status
from tests.certificates import certificate_of
from tests.executor.conftest import MakeJob, do, until
from tests.executor.proxy import servers
from tests.executor.test_once import MADE, created_count, lose

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("short_waits", "ready_pictures"),
]
BESIDE = {"beacon": ("counted", 0), "fetch": ("counted", 1), "web socket": ("live", 50)}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def trusting(chromium: Path) -> AsyncGenerator[BrowserPool]:
    """Browsers that take any certificate."""
    with pytest.MonkeyPatch.context() as patch:
        arguments = (*launching.LAUNCH_ARGUMENTS, "--ignore-certificate-errors")
        patch.setattr(launching, "LAUNCH_ARGUMENTS", arguments)
        pool = BrowserPool(contexts=2, executable=chromium)
        yield pool
        await pool.aclose()


def server_side() -> ssl.SSLContext:
    """TLS with a certificate of its own."""
    certificate, key = certificate_of("localhost", None)
    plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with NamedTemporaryFile() as file:
        file.write(certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(*plain))
        file.flush()
        context.load_cert_chain(file.name)
    return context


@asynccontextmanager
async def over(scheme: str, site: PracticeSite) -> AsyncGenerator[str]:
    """The address of the site, by TLS too."""
    if scheme == "http":
        yield site.url
        return
    at = urlsplit(site.url)

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await servers.join(reader, writer, str(at.hostname), int(at.port or 0))

    async with servers.listening(relay, server_side()) as port:
        yield f"https://127.0.0.1:{port}/"


@pytest.mark.parametrize("ending", ["a notice", "none"])
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_broken_connection_does_not_make_the_browser_send_the_form_again(
    scheme: str, ending: str, trusting: BrowserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site that keeps connections alive: without the gate Chromium sends the form a second time by itself."""
    monkeypatch.setattr(limits, "ANSWER_TOLD", 0.5)
    posts = 0
    form = b"<form method=post action=/create><button>Create</button></form><script>fetch('/warm')</script>"
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(form), form)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal posts
        while not (await reader.readuntil(b"\r\n\r\n")).startswith(b"POST"):
            writer.write(page)
        posts += 1
        writer.close() if ending == "a notice" else writer.transport.abort()

    async with (
        servers.listening(serve, server_side() if scheme == "https" else None) as port,
        Forwarder(("127.0.0.1", port)) as forwarder,
        trusting.context(proxy_server=forwarder.address) as tab,
    ):
        url = f"{scheme}://127.0.0.1:{port}/"
        await tab.page.goto(url, wait_until="networkidle")
        async with unanswered(tab.context, url) as settled, forwarder.gated(lambda: True, settled):
            async with tab.page.expect_request_finished(lambda request: "warmer" in request.url):
                await tab.page.evaluate("fetch('/warmer').then(answer => answer.text())")
            await tab.page.get_by_role("button").click(no_wait_after=True)
            await until(lambda: tab.watchdog.fault is not None)

    assert posts == 1
    assert forwarder.fault is not None
    assert forwarder.fault.cause == "connection_lost"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("beside", BESIDE)
async def test_what_a_page_sends_beside_the_step_does_not_stop_it(
    beside: str, scheme: str, site: PracticeSite, make_job: MakeJob, trusting: BrowserPool
) -> None:
    kind, value = BESIDE[beside]
    site.behave(Behaviour(kind=kind, value=value))  # type: ignore[arg-type]
    async with over(scheme, site) as url:
        done = await do(make_job("create_page", site_url=url), trusting)

    assert (done.outcome.status, done.outcome.cause) == (Status.ENDED, "")
    assert done.outcome.result.startswith(MADE["create_page"])
    assert created_count(site, "create_page") == 1


async def test_a_lost_answer_over_tls_is_looked_up(
    site: PracticeSite, make_job: MakeJob, trusting: BrowserPool
) -> None:
    lose(site, "drop", after=True)
    async with over("https", site) as url:
        done = await do(make_job("create_page", site_url=url), trusting)

    assert created_count(site, "create_page") == 1
    assert done.outcome.result.startswith(MADE["create_page"])
    assert "already" not in done.outcome.result
