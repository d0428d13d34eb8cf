"""The picture of how an attempt ended, also of a page that hangs."""

import asyncio
from base64 import b64decode
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from typing import Any

import structlog
from PIL.JpegImagePlugin import JpegImageFile
from playwright.async_api import Error, FloatRect

from executor import limits
from executor.browser.tab import Tab
from executor.masking.mask import Unmasked, masked
from models.domain.outcomes import Evidence

log = structlog.get_logger(__name__)

_JPEG_END = b"\xff\xd9"
# Given always, and trimmed to the page by the driver: the page itself may say any height, and be of any width.
_CLIP: FloatRect = {"x": 0, "y": 0, "width": limits.VIEWPORT_WIDTH, "height": limits.PICTURE_HEIGHT}


class NoPicture(StrEnum):
    """Why there is none, in the words of the note."""

    NOT_GIVEN = "no picture of it could be taken"
    UNMASKED = "it has no picture, because what is private in the page could not be hidden"


async def take_picture(tab: Tab, *, stuck: bool) -> Evidence | NoPicture:
    """Take the picture, in which all that is private is black; or say why there is none.

    ``stuck``: something went wrong. A page that still loads or runs a script for ever would make the picture hang,
    so it is stopped first.
    """
    try:
        async with asyncio.timeout(limits.EVIDENCE):
            if stuck or not await tab.responds(limits.BUSY):
                await tab.unstick()
            return await asyncio.to_thread(_picture, await _without_secrets(tab))
    except Unmasked as error:
        log.warning("picture_not_masked", reason=str(error))
        return NoPicture.UNMASKED
    except (TimeoutError, Error) as error:
        log.warning("no_picture", reason=type(error).__name__)
        return NoPicture.NOT_GIVEN


async def _without_secrets(tab: Tab) -> bytes:
    """A picture between two looks at the page, of which the second found nothing to hide and nothing new."""
    async with masked(tab) as mask:
        for _ in range(limits.PICTURE_TRIES):
            # No script runs any more, so what the page shows is in no cookie that comes later.
            await tab.learn_cookies()
            await mask.hide()
            data = await _whole_page(tab) or await _visible_part(tab)
            if await mask.hide():
                return data
    raise Unmasked("the page shows something private again and again")


async def _whole_page(tab: Tab) -> bytes | None:
    try:
        async with asyncio.timeout(limits.FIRST_SHOT):
            return await _full_page(tab)
    except (TimeoutError, Error) as error:
        log.info("first_picture_failed", reason=type(error).__name__)
        return None


async def _full_page(tab: Tab) -> bytes:
    try:
        await tab.page.evaluate("0")
    except Error:
        # A page that was held up by the script of the one before it comes now. Stopped, there would be no picture of it.
        await tab.page.wait_for_load_state("domcontentloaded")
    return await tab.page.screenshot(
        type="jpeg",
        quality=limits.JPEG_QUALITY,
        full_page=True,
        clip=_CLIP,
        scale="css",
        animations="disabled",
        timeout=limits.FIRST_SHOT * 1000,
    )


async def _visible_part(tab: Tab) -> bytes:
    """The visible part, straight from the browser, which does not wait for fonts or for the page."""
    await tab.unstick()
    shot: dict[str, Any] = await tab.cdp.send(
        "Page.captureScreenshot", {"format": "jpeg", "quality": limits.JPEG_QUALITY}
    )
    return b64decode(shot["data"])


def _picture(data: bytes) -> Evidence | NoPicture:
    size = jpeg_size(data)
    if size is None:
        log.warning("picture_unreadable", length=len(data))
        return NoPicture.NOT_GIVEN
    digest = sha256(data).hexdigest()
    return Evidence(data=data, mime="image/jpeg", width=size[0], height=size[1], sha256=digest)


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, of which nothing is decoded; None when the data is no whole JPEG, or a huge one."""
    if not data.rstrip(b"\0").endswith(_JPEG_END):  # of which Pillow looks at the head alone
        return None
    try:
        with JpegImageFile(BytesIO(data)) as picture:
            width, height = picture.size
    except (SyntaxError, OSError):  # what Pillow raises for data of another kind, and for a broken head
        return None
    return (width, height) if 0 < width * height <= limits.PICTURE_PIXELS else None
