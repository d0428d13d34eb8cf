"""What is private is gone from the picture, whatever a page does to show it: counted in the picture's own pixels.

The pages show what is private in red, and what anybody may see in blue.
"""

import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Route

from bot.sandbox.site import PracticeSite
from executor import limits
from executor.browser import browser, screenshot
from executor.browser.pool import BrowserPool
from executor.browser.screenshot import NoPicture, take_picture
from executor.browser.tab import Tab
from models.domain.outcomes import Evidence
from tests.executor.conftest import MakeJob, do, until

pytestmark = pytest.mark.asyncio(loop_scope="session")

PUBLIC = "<b style='color: blue; font-size: 40px'>MMMM</b>"
SHARP = "<p data-private style='color: red; font-size: 40px'>MMMM</p>"
FIELD = "<input type=password value=MMMM style='color: red; font-size: 40px'>"
RED = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='200' height='60'>"
    "<rect width='200' height='60' fill='red'/></svg>"
)
BY_SCRIPT = (
    "<script>for (const one of document.querySelectorAll('input, p, b')) {one.style.fontSize = '40px';"
)
BY_SCRIPT += " one.style.color = one.matches('b') ? 'blue' : 'red'}</script>"
POLICIES = (
    "style-src 'none'",
    "default-src 'none'; script-src 'unsafe-inline'",
    "require-trusted-types-for 'script'",
)

WAYS: Mapping[str, str] = {
    "an image": f'<img data-private src="{RED}">',
    "a drawing": "<svg data-private width=200 height=60><rect width=200 height=60 fill=red /></svg>",
    "a text in a drawing": "<svg><text y=40 fill=red font-size=40><tspan data-private>MMMM</tspan></text></svg>",
    "a part that a drawing uses elsewhere": "<svg><defs><g id=it data-private><rect width=200 height=60 fill=red />"
    "</g></defs></svg><svg><use href='#it' /></svg>",
    "a pattern": "<svg><defs><pattern id=it data-private width=9 height=9 patternUnits=userSpaceOnUse>"
    "<rect width=9 height=9 fill=red /></pattern></defs><rect width=200 height=60 fill='url(#it)' /></svg>",
    "a canvas": "<canvas data-private></canvas><script>const it = document.querySelector('canvas').getContext('2d');"
    "it.fillStyle = 'red'; it.fillRect(0, 0, 200, 60)</script>",
    "a video": f'<video data-private poster="{RED}"></video><video poster="{RED}"><source data-private></video>',
    "a shadow": "<p data-private style='text-shadow: 200px 90px red; box-shadow: 0 9px red; outline: 9px solid red'>MM</p>",
    "what the style puts before it": "<style>[data-private]::before {content: 'MMMM'; position: fixed; left: 300px;"
    "top: 200px; color: red}</style><p data-private>M</p>",
    "important colours": "<p data-private style='color: red !important; -webkit-text-fill-color: red !important;"
    " background: none !important'>MMMM</p>",
    "what runs out of its box": "<p data-private style='width: 0; height: 0; white-space: nowrap; color: red'>MMMM MM</p>",
    "an element without a box": "<span data-private style='display: contents; color: red'>MMMM</span>",
    "a reflection": f"<div style='-webkit-box-reflect: below 50px'>{SHARP}</div>",
    "turned and enlarged": f"<div style='transform: rotate(20deg) scale(2) translate(99px, 99px); zoom: 1.4'>{SHARP}</div>",
    "at the foot of a long page": f"<p style='height: 3000px'></p><div style='position: fixed; bottom: 0'>{SHARP}</div>",
    "moving": "<style>@keyframes go {to {transform: translateX(600px)}} p {animation: go 1s infinite;"
    f" transition: all 99s}}</style>{SHARP}",
    "a closed root": f"<div></div><script>document.querySelector('div').attachShadow({{mode: 'closed'}}).innerHTML = "
    f"`{SHARP}{FIELD}`</script>",
    "a root with styles of its own": "<x-x data-private></x-x><script>document.querySelector('x-x').attachShadow("
    "{mode: 'closed'}).innerHTML = '<style>:host {opacity: 1 !important; color: red}</style>MMMM'</script>",
    "a slot": "<div><b style='color: red'>MMMM</b></div><script>document.querySelector('div').attachShadow("
    "{mode: 'closed'}).innerHTML = '<slot data-private></slot>'</script>",
    "on top of all": "<div data-private><dialog style='color: red'>MMMM</dialog></div>"
    "<script>document.querySelector('dialog').showModal()</script>",
    "a choice": "<select style='color: red; font-size: 40px'><option data-private>MMMM</option></select>",
    "a frame": f'<iframe srcdoc="{SHARP}{FIELD}"></iframe><iframe sandbox srcdoc="{SHARP}{FIELD}"></iframe>',
    "a frame of another site": "<iframe src=http://other.test/inner></iframe><object data=http://other.test/inner></object>",
    "a form whose fields are called like functions": "<form data-private style='color: red'>MMMM<input name=replaceWith>"
    "<input name=getClientRects></form><form name=createElement></form>",
    "the old picture of a transition": "<style>::view-transition-group(*), ::view-transition-old(*) {animation: none 99s}"
    f"</style>{SHARP}<script>document.startViewTransition(() => {{}})</script>",
    "a transition without end": f"{SHARP}<script>const begin = () => {{ document.startViewTransition(() => new Promise(() => {{}})) }}</script>",
    "put there anew when it goes": "<script>customElements.define('x-x', class extends HTMLElement {disconnectedCallback()"
    " {document.body.append(Object.assign(document.createElement('p'), {textContent: 'MMMM', style: 'color: red'}))}})"
    "</script><x-x data-private style='color: red'>MMMM</x-x>",
    "put there all the time": f"<i></i><script>setInterval(() => document.querySelector('i').innerHTML = `{SHARP}`, 1)</script>",
    "names in capitals": "<INPUT TYPE=PassWord value=MM style='color: red'><input name=SMSCode value=MM style='color: red'>"
    "<input autocomplete='section-a one-time-code' value=MM style='color: red'>",
    "hundreds": SHARP * 300,
}


@asynccontextmanager
async def showing(html: str, browsers: BrowserPool, policy: str = "") -> AsyncIterator[Tab]:
    """A page of one site, and what it frames of another."""
    pages = {
        "/inner": PUBLIC + SHARP + FIELD,
        "/busy": f"{FIELD}<script>for (;;) {{}}</script>",
    }

    async def answer(route: Route) -> None:
        body = next((body for path, body in pages.items() if route.request.url.endswith(path)), PUBLIC + html)
        headers = {"content-security-policy": policy} if policy else {}
        await route.fulfill(body=f"<!doctype html>{body}", content_type="text/html", headers=headers)

    async with browsers.context() as tab:
        await tab.context.route("**/*", answer)
        await tab.page.goto("http://site.test/", wait_until="commit" if "/busy" in html else "load")
        yield tab


def coloured(picture: Evidence | NoPicture | bytes) -> tuple[int, int, int]:
    """How many pixels are red, blue and black."""
    assert not isinstance(picture, NoPicture)
    data = picture if isinstance(picture, bytes) else picture.data
    counted = Image.open(io.BytesIO(data)).convert("RGB").getcolors(1 << 24)
    assert counted
    return (
        sum(number for number, (r, g, b) in counted if r > 110 and max(g, b) < 0.7 * r),
        sum(number for number, (r, g, b) in counted if b > 150 and max(r, g) < 100),
        sum(number for number, (r, g, b) in counted if max(r, g, b) < 10),
    )


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_private_is_in_no_pixel_whatever_shows_it(way: str, browsers: BrowserPool) -> None:
    async with showing(WAYS[way], browsers) as tab:
        assert coloured(await tab.page.screenshot())[0]
        await tab.page.evaluate("typeof begin === 'undefined' || begin()")
        red, blue, _ = coloured(await take_picture(tab, stuck=False))

    assert red == 0
    assert blue


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("rung", [1, 2])
async def test_no_policy_of_the_site_switches_the_black_off(
    policy: str, rung: int, browsers: BrowserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if rung == 2:
        _break_the_first_rung(monkeypatch)
    async with showing(f"{SHARP}{FIELD}{BY_SCRIPT}", browsers, policy) as tab:
        red, blue, black = coloured(await take_picture(tab, stuck=rung == 2))

    assert red == 0
    assert blue
    assert black > 20_000


async def test_the_second_rung_hides_what_the_first_does(
    browsers: BrowserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break_the_first_rung(monkeypatch)
    ways = ("an image", "a shadow", "a closed root", "a frame", "a frame of another site")
    async with showing("".join(WAYS[way] for way in ways), browsers) as tab:
        red, blue, black = coloured(await take_picture(tab, stuck=True))

    assert red == 0
    assert blue
    assert black > 20_000


@pytest.mark.parametrize("rung", [1, 2])
async def test_a_field_that_was_typed_into_is_black_whatever_it_becomes(
    rung: int, browsers: BrowserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if rung == 2:
        _break_the_first_rung(monkeypatch)
    field = "<p><input aria-label=Word type=password style='color: red; font-size: 40px'></p>"
    other = "<p><input value=MMMM style='color: blue; font-size: 40px'></p>"
    renamed = "Object.assign(this, {type: 'text', ariaLabel: 'Name', value: 'MMMM'})"
    async with showing(field.replace("<input", f'<input oninput="{renamed}"') + other, browsers) as tab:
        await tab.private.fill(tab.page.get_by_label("Word"), "hunter2")
        assert await tab.page.get_by_label("Name").input_value() == "MMMM"
        red, blue, black = coloured(await take_picture(tab, stuck=rung == 2))

    assert red == 0
    assert blue > 1500  # the other field can be read
    assert black > 10_000


async def test_a_frame_of_another_process_is_looked_into_and_one_that_hangs_is_black(
    chromium: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "LAUNCH_ARGUMENTS", (*browser.LAUNCH_ARGUMENTS, "--site-per-process"))
    pool = BrowserPool(contexts=1, executable=chromium)
    try:
        frames = "<iframe src=http://other.test/inner></iframe><iframe src=http://third.test/busy></iframe>"
        async with showing(frames, pool) as tab:
            await tab.page.frame_locator("iframe").first.locator("input").wait_for()
            await until(lambda: any(frame.url.endswith("/busy") for frame in tab.page.frames))
            red, blue, black = coloured(await take_picture(tab, stuck=True))
    finally:
        await pool.aclose()

    assert red == 0
    assert blue > 1500  # in the page, and in the frame
    assert black > 300 * 150


@pytest.mark.parametrize("amount", [limits.MASKED_PARTS + 1])
async def test_of_a_page_with_too_much_that_is_private_there_is_no_picture(
    amount: int, browsers: BrowserPool
) -> None:
    async with showing("<i data-private></i>" * amount, browsers) as tab:
        assert await take_picture(tab, stuck=False) is NoPicture.UNMASKED


async def test_the_note_says_why_it_has_no_picture(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MASKED_PARTS", 0)
    done = await do(make_job(session=None, password="wrong"), browsers)

    assert done.picture is None
    assert done.outcome.result.endswith(f"; {NoPicture.UNMASKED}.")


def _break_the_first_rung(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(_: Tab) -> None:
        return None

    monkeypatch.setattr(screenshot, "_whole_page", nothing)
