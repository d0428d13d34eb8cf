"""A site that shows the password that was typed: it is in no picture, no sentence and no trace."""

import io
import zipfile
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox.practice.echo import ECHOES, WRITINGS
from bot.sandbox.site import Behaviour, PracticeSite
from executor.browser import screenshot
from executor.browser.pool import BrowserPool
from executor.browser.tab import Tab
from executor.redaction.redactor import HIDDEN, Redactor
from tests.executor.conftest import MakeJob, do
from tests.executor.served import served

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("short_waits")]

TYPED = 'Tr0ub4d&r "é" 3/x'


@pytest.fixture
def photographed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All texts of the page at the moment each picture is taken, with those of fields, frames and closed roots."""
    seen: list[str] = []
    shoot = screenshot._whole_page

    async def look(tab: Tab) -> bytes | None:
        data = await shoot(tab)
        tree: dict[str, Any] = await tab.cdp.send("DOM.getDocument", {"depth": -1, "pierce": True})
        seen.append("\n".join(_texts(tree["root"])))
        return data

    monkeypatch.setattr(screenshot, "_whole_page", look)
    return seen


def _texts(node: dict[str, Any]) -> list[str]:
    if node["nodeName"] == "SCRIPT":
        return []
    below = [*node.get("children", []), *node.get("shadowRoots", []), node.get("contentDocument")]
    own = [node["nodeValue"], *node.get("attributes", [])[1::2]]
    return [*own, *(text for child in below if child for text in _texts(child))]


@pytest.mark.parametrize("way", range(len(ECHOES)))
async def test_a_password_that_the_site_shows_is_in_no_picture_and_no_sentence(
    way: int, site: PracticeSite, make_job: MakeJob, browsers: BrowserPool, photographed: list[str]
) -> None:
    site.behave(Behaviour(kind="echo", value=way))
    done = await do(make_job(session=None, password=TYPED), browsers)

    known = Redactor([TYPED])
    assert done.outcome.cause in {"wrong_password", "logged_out"}
    assert not known.found_in(done.outcome.result)
    assert done.picture is not None
    assert photographed
    assert "incorrect" in photographed[-1]
    assert not known.found_in(photographed[-1].replace("\n", ""))
    assert not any(line and line in TYPED for line in photographed[-1].split("\n") if len(line) > 1)


@pytest.mark.usefixtures("ready_pictures")
@pytest.mark.parametrize("way", range(len(WRITINGS)))
async def test_a_refusal_that_repeats_the_password_is_told_without_it(
    way: int, site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    site.behave(Behaviour(kind="tell", value=way))
    done = await do(make_job(session=None, password=TYPED), browsers)

    assert done.outcome.result.startswith("logged out: the site said: The password ")
    assert HIDDEN in done.outcome.result
    assert done.outcome.result.endswith(" you entered is incorrect.")
    assert not Redactor([TYPED]).found_in(done.outcome.result)


@pytest.mark.usefixtures("ready_pictures")
async def test_a_refusal_that_holds_a_very_short_password_is_left_out_as_a_whole(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    site.behave(Behaviour(kind="tell"))
    done = await do(make_job(session=None, password="q7"), browsers)

    assert done.outcome.result == "logged out: the site said: (left out: it holds a stored secret)"


async def test_a_trace_holds_neither_what_was_typed_nor_the_session(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    site.behave(Behaviour(kind="tell"), Behaviour(kind="error500", path="/home", times=9, after=True))
    session = site.session_for("ana@example.com")
    tokens = [cookie["value"] for cookie in session["cookies"]]
    traces = [
        (await do(make_job(session=None, password=TYPED, trace=True), browsers)).trace,
        (await do(make_job(session=session, trace=True), browsers)).trace,
    ]

    known = Redactor([TYPED, *tokens])
    for trace in traces:
        assert trace
        with zipfile.ZipFile(io.BytesIO(trace)) as file:
            names, texts = (
                file.namelist(),
                [file.read(name).decode(errors="replace") for name in file.namelist()],
            )
        assert "trace.network" in names
        assert not any(name.endswith((".jpeg", ".jpg", ".png")) for name in names)
        assert not any(known.found_in(text) for text in texts)


async def test_a_session_that_the_site_gives_during_the_visit_is_in_no_picture_and_no_trace(
    make_job: MakeJob, browsers: BrowserPool, photographed: list[str]
) -> None:
    given: list[str] = []

    async def answer(_: web.Request) -> web.Response:
        given.append(f"session-{len(given)}-0123456789abcdef")
        badge = "<div aria-label=Account><span>Ana</span><span>ana@example.com</span><span>ID 1</span></div>"
        text = f"{badge}<p>Your session: {given[-1]}</p><script>localStorage.token = 'token-of-{given[-1]}'</script>"
        text += "<p id=token></p><script>token.append(localStorage.token)</script>"
        headers = {"Set-Cookie": f"sid={given[-1]}; Path=/; HttpOnly"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async with served(answer) as (url,):
        good = await do(make_job(site_url=url, user_id="1", session=None), browsers)
        wrong = await do(make_job(site_url=url, user_id="2", session=None, trace=True), browsers)

    assert (good.outcome.result, wrong.outcome.cause) == ("logged in", "wrong_account")
    assert good.picture
    assert wrong.trace
    with zipfile.ZipFile(io.BytesIO(wrong.trace)) as file:
        told = "".join(file.read(name).decode(errors="replace") for name in file.namelist())
    assert "Your session: " in told
    assert "Ana" in photographed[0]
    for session in given:
        assert not any(session in text for text in (*photographed, told))
