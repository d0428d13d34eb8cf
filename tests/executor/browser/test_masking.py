"""What is private is gone from the picture, whatever a page does to show it: counted in the picture's own pixels.

The pages show what is private in red, and what anybody may see in blue.
"""

import io
import json
import time
from pathlib import Path

import pytest
from PIL import Image

from bot.sandbox.site import PracticeSite
from executor import limits
from executor.browser import browser, screenshot
from executor.browser.pool import BrowserPool
from executor.browser.screenshot import NoPicture, take_picture
from executor.browser.tab import Tab
from executor.redaction.redactor import Redactor
from models.domain.outcomes import Evidence
from tests.executor.browser.private_pages import (
    BY_SCRIPT,
    FIELD,
    POLICIES,
    SHARP,
    WAYS,
    WRITTEN,
    coloured,
    showing,
)
from tests.executor.conftest import MakeJob, do, until

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_private_is_in_no_pixel_whatever_shows_it(way: str, browsers: BrowserPool) -> None:
    async with showing(WAYS[way], browsers) as tab:
        await tab.page.evaluate("typeof shown === 'undefined' || shown")
        assert coloured(await tab.page.screenshot())[0]
        await tab.page.evaluate("typeof begin === 'undefined' || begin()")
        red, blue, _ = coloured(await take_picture(tab, stuck=False))

    assert red == 0
    assert blue


async def test_two_secrets_make_one_picture_however_they_are_written(browsers: BrowserPool) -> None:
    unmasked: list[bytes] = []
    pictures: list[bytes] = []
    for secret in ("hunter2secret", "OTHERsWORD777"):
        html = "".join(
            f"<iframe style='position: absolute; left: {x}px; top: {y}px; width: {_WIDTH}px; height: {_HEIGHT}px;"
            " border: 0'></iframe>"
            for _, (x, y) in zip(WRITTEN, _PLACES, strict=False)
        )
        parts = json.dumps([f"<h6>M</h6>{write(secret)}" for write in WRITTEN.values()]).replace("</", "<\\/")
        html += f"<script>{parts}.forEach((part, at) => {{const it = frames[at].document; it.open(); it.write(part);"
        html += " it.close()})</script>"
        async with showing(html, browsers) as tab:
            unmasked.append(await tab.page.screenshot(full_page=True))
            tab.private.redactor = Redactor([secret])
            picture = await take_picture(tab, stuck=False)
            assert isinstance(picture, Evidence)
            pictures.append(picture.data)

    assert _alike(unmasked) == []
    assert _alike(pictures) == list(WRITTEN)


_WIDTH, _HEIGHT = 304, 128  # whole blocks of a JPEG
_PLACES = [(x, y) for y in range(64, 2000, _HEIGHT) for x in range(0, 4 * _WIDTH, _WIDTH)]


def _alike(pictures: list[bytes]) -> list[str]:
    """The ways whose part is the same in both pictures."""
    one, other = (Image.open(io.BytesIO(data)).convert("RGB") for data in pictures)
    boxes = [(x, y, x + _WIDTH, y + _HEIGHT) for x, y in _PLACES]
    return [
        way
        for way, box in zip(WRITTEN, boxes, strict=False)
        if one.crop(box).tobytes() == other.crop(box).tobytes()
    ]


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


_TOO_MUCH = {
    "private parts": "<i data-private></i>" * (limits.MASKED_PARTS + 1),
    "elements": "<i></i>" * (limits.MASKED_NODES + 1),
    "elements in a closed root": "<p></p><script>document.querySelector('p').attachShadow({mode: 'closed'}).innerHTML"
    f" = '<i></i>'.repeat({limits.MASKED_NODES})</script>",
    "text": f"<p>{'a ' * (limits.MASKED_CHARS // 2 + 1)}</p>",
    "of an attribute": f"<p></p><script>document.querySelector('p').title = 'x'.repeat({limits.MASKED_SOURCE})</script>",
    "in a field": f"<form hidden><input name=attributes></form><script>document.querySelector('input').value ="
    f" 'x'.repeat({limits.MASKED_SOURCE})</script>",
    "frames": "<iframe></iframe>" * limits.MASKED_DOCUMENTS,
}


@pytest.mark.parametrize("much", _TOO_MUCH)
async def test_of_a_page_with_too_much_to_look_through_there_is_no_picture_and_no_wait(
    much: str, browsers: BrowserPool
) -> None:
    async with showing(_TOO_MUCH[much], browsers) as tab:
        tab.private.redactor = Redactor(["hunter2secret"])
        busy = time.thread_time()
        assert await take_picture(tab, stuck=False) is NoPicture.UNMASKED

    assert time.thread_time() - busy < 1  # of the event loop, for which all else in the worker would wait


async def test_elements_of_pages_that_have_gone_are_not_counted(browsers: BrowserPool) -> None:
    half = "<i></i>" * (limits.MASKED_NODES * 2 // 3)
    async with showing(half, browsers) as tab:
        await tab.page.goto("http://site.test/again")

        assert isinstance(await take_picture(tab, stuck=False), Evidence)


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
