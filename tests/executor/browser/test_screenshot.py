"""The picture: readable, bounded, without what is private, and there even when the page hangs."""

import asyncio
from base64 import b64encode

import pytest

from executor import limits
from executor.browser import screenshot
from executor.browser.pool import BrowserPool
from executor.browser.screenshot import NoPicture, jpeg_size, take_picture
from executor.browser.tab import Tab
from models.domain.outcomes import Evidence

pytestmark = pytest.mark.asyncio(loop_scope="session")

BRIGHTNESS = """async data => {
  const picture = await createImageBitmap(await (await fetch(data)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const brush = canvas.getContext("2d");
  brush.drawImage(picture, 0, 0);
  const all = brush.getImageData(20, 20, 200, 20).data;
  return [Math.min(...all.filter((_, at) => at % 4 < 3)), Math.max(...all.filter((_, at) => at % 4 < 3))];
}"""
FIELD = "<style>body{{margin:0}} input{{position:absolute;top:0;left:0;width:300px;height:60px;font-size:40px}}</style>{}"


async def shot(browsers: BrowserPool, html: str, *, stuck: bool = False) -> Evidence | NoPicture:
    async with browsers.context() as tab:
        await tab.page.set_content(html)
        return await take_picture(tab, stuck=stuck)


async def brightness(browsers: BrowserPool, picture: Evidence) -> list[int]:
    """The darkest and the brightest value where the tests put their field."""
    async with browsers.context() as tab:
        data = f"data:{picture.mime};base64,{b64encode(picture.data).decode()}"
        return await tab.page.evaluate(BRIGHTNESS, data)


async def test_a_tall_page_is_clamped(browsers: BrowserPool) -> None:
    picture = await shot(browsers, "<div style='height:70000px;background:linear-gradient(red,blue)'></div>")

    assert isinstance(picture, Evidence)
    assert (picture.width, picture.height) == (limits.VIEWPORT_WIDTH, limits.PICTURE_HEIGHT)
    assert picture.mime == "image/jpeg"


@pytest.mark.parametrize(
    "field",
    [
        "<input type=password value=MMMMMMMM>",
        "<input type=email value=MMMMMMMM>",
        "<input autocomplete=one-time-code value=MMMMMMMM>",
        "<input name=securityCode value=MMMMMMMM>",
        "<input data-private value=MMMMMMMM>",
    ],
)
async def test_what_is_private_is_black(field: str, browsers: BrowserPool) -> None:
    picture = await shot(browsers, FIELD.format(field))

    assert isinstance(picture, Evidence)
    assert max(await brightness(browsers, picture)) < 20


async def test_what_is_not_private_can_be_read(browsers: BrowserPool) -> None:
    picture = await shot(browsers, FIELD.format("<input value=MMMMMMMM>"))

    assert isinstance(picture, Evidence)
    darkest, brightest = await brightness(browsers, picture)
    assert darkest < 100
    assert brightest > 200


async def test_the_second_rung_hides_as_well(browsers: BrowserPool, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(_: Tab) -> None:
        return None

    monkeypatch.setattr(screenshot, "_whole_page", nothing)
    picture = await shot(browsers, FIELD.format("<input type=password value=MMMMMMMM>"), stuck=True)

    assert isinstance(picture, Evidence)
    assert max(await brightness(browsers, picture)) < 20


async def test_a_page_whose_script_never_ends_has_a_picture(browsers: BrowserPool) -> None:
    async with browsers.context() as tab:
        await tab.page.set_content("<h1>Busy</h1><script>setTimeout(() => { for (;;) {} }, 0)</script>")
        async with asyncio.timeout(5):
            picture = await take_picture(tab, stuck=True)

    assert isinstance(picture, Evidence)


async def test_a_closed_tab_has_no_picture_and_does_no_harm(browsers: BrowserPool) -> None:
    async with browsers.context() as tab:
        await tab.context.close()

        assert await take_picture(tab, stuck=True) is NoPicture.NOT_GIVEN


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff\xd9", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\x00\x10"]
)
async def test_what_is_no_whole_jpeg_has_no_size(data: bytes) -> None:
    assert jpeg_size(data) is None


async def test_a_picture_is_measured_by_its_head_and_a_huge_one_is_none() -> None:
    frame = b"\xff\xd8\xff\xc0\x00\x11\x08%b\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00"
    scan = b"\xff\xda\x00\x0c\x03\x01\x00\x02\x00\x03\x00\x00\x3f\x00\xff\xd9"

    def picture(width: int, height: int) -> bytes:
        return frame % (height.to_bytes(2) + width.to_bytes(2)) + scan

    assert jpeg_size(picture(1280, 8000)) == (1280, 8000)
    assert jpeg_size(picture(1280, 8000)[:-1]) is None
    assert jpeg_size(picture(65_000, 65_000)) is None
