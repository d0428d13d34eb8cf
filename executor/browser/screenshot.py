"""The picture of how an attempt ended, also of a page that hangs."""

import asyncio
from base64 import b64decode
from hashlib import sha256
from io import BytesIO
from typing import Any

import structlog
from PIL.JpegImagePlugin import JpegImageFile
from playwright.async_api import Error, FloatRect

from executor import limits
from executor.browser.masking import hide, still
from executor.browser.tab import Tab
from models.domain.outcomes import Evidence

log = structlog.get_logger(__name__)

# Black on black: what a person typed in private, or would have to.
_PRIVATE = (
    "input[type=password], input[type=email], input[type=tel], input[autocomplete~=one-time-code],"
    " input[name*=code i], [data-private], [data-private] *"
)
_MASK = (
    f"{_PRIVATE} {{ background: #000 !important; color: #000 !important;"
    " -webkit-text-fill-color: #000 !important; border-color: #000 !important; }"
)
_ADD_MASK = f"document.documentElement.appendChild(document.createElement('style')).textContent = `{_MASK}`"
_JPEG_END = b"\xff\xd9"
# Given always, and trimmed to the page by the driver: the page itself may say any height, and be of any width.
_CLIP: FloatRect = {"x": 0, "y": 0, "width": limits.VIEWPORT_WIDTH, "height": limits.PICTURE_HEIGHT}


async def take_picture(tab: Tab, *, stuck: bool) -> Evidence | None:
    """Take the picture; None when the browser does not give one.

    ``stuck``: something went wrong. A page that still loads or runs a script for ever would make the picture hang,
    so it is stopped first.
    """
    try:
        async with asyncio.timeout(limits.EVIDENCE):
            if stuck:
                await tab.unstick()
            return await asyncio.to_thread(_picture, await _without_secrets(tab))
    except (TimeoutError, Error) as error:
        log.warning("no_picture", reason=type(error).__name__)
        return None


async def _without_secrets(tab: Tab) -> bytes:
    """A picture between two looks at the page, of which the second found nothing to hide; Error after the last try."""
    if not tab.private.redactor.knows:
        return await _whole_page(tab) or await _visible_part(tab)
    async with still(tab.cdp):
        for _ in range(limits.PICTURE_TRIES):
            await hide(tab.cdp, tab.private.redactor)
            data = await _whole_page(tab) or await _visible_part(tab)
            if not await hide(tab.cdp, tab.private.redactor):
                return data
    raise Error("the page shows a secret again and again")


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
        style=_MASK,
        mask=tab.private.fields,
        mask_color="#000",
        timeout=limits.FIRST_SHOT * 1000,
    )


async def _visible_part(tab: Tab) -> bytes:
    """The visible part, straight from the browser, which does not wait for fonts or for the page."""
    await tab.unstick()
    await tab.cdp.send("Runtime.evaluate", {"expression": _ADD_MASK, "timeout": limits.UNSTICK * 1000})
    shot: dict[str, Any] = await tab.cdp.send(
        "Page.captureScreenshot", {"format": "jpeg", "quality": limits.JPEG_QUALITY}
    )
    return b64decode(shot["data"])


def _picture(data: bytes) -> Evidence | None:
    size = jpeg_size(data)
    if size is None:
        log.warning("picture_unreadable", length=len(data))
        return None
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
