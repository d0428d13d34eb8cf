"""A site that leads the browser elsewhere: nothing is typed there, whatever it looks like."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from executor import sitemap
from executor.browser.pool import BrowserPool
from models.domain.lifecycle import Status
from tests.executor.conftest import MakeJob, do

_FORM = f"""<h1>{sitemap.LOGIN_HEADING}</h1><form method="post" action="/login">
<label>{sitemap.LOGIN_FIELD} <input name="login"></label>
<label>{sitemap.PASSWORD_FIELD} <input type="password" name="password"></label>
<button>{sitemap.LOGIN_BUTTON}</button></form>"""


@pytest.fixture
async def trap() -> AsyncIterator[tuple[str, list[str]]]:
    """A site that sends every visitor to another host with the same log-in form; and what was typed there."""
    typed: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        if request.host.startswith("127.0.0.1"):
            return web.Response(
                status=302, headers={"Location": f"http://localhost:{request.url.port}{request.path}"}
            )
        typed.append(await request.text())
        return web.Response(text=_FORM, content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "localhost", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", typed
    await runner.cleanup()


async def test_no_password_is_typed_at_another_site(
    trap: tuple[str, list[str]], make_job: MakeJob, chromium: Path
) -> None:
    site, typed = trap
    browsers = BrowserPool(executable=chromium)
    try:
        done = await do(make_job(site_url=site, session=None, password="hunter2"), browsers)
    finally:
        await browsers.aclose()

    assert done.outcome.status is Status.UNKNOWN_ERROR
    assert done.outcome.result == "The site led the browser to another site."
    assert typed
    assert not any("hunter2" in text for text in typed)


@pytest.mark.parametrize("user", [1000, 0])
def test_the_browsers_sandbox_is_on_for_everybody_but_root(
    monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)

    assert BrowserPool()._sandboxed() is (user != 0)
