"""A value read as the map says: from a text, an attribute, a cookie or the address."""

from urllib.parse import urlsplit

from playwright.async_api import Locator

from executor import limits
from executor.browser.finding import find
from executor.sitemap.controls import Reading
from executor.visit import Visit
from executor.walk.texts import attribute_of, parts_of, said_in, text_of

NAMES_STAND_IN = "h1, h2, h3, a, ul, header, nav, form, [role=status]"
"""Parts in which somebody's own words stand, which may look like anything: no number is read there."""


async def read(visit: Visit, reading: Reading, place: Locator, *, outside: str = NAMES_STAND_IN) -> str:
    """The value, or nothing where it is not clear. ``outside`` selects parts of the place that are not read."""
    if reading.cookie is not None:
        return _kept(reading.pattern, await _cookie(visit, reading.cookie))
    if reading.address is not None:
        return _kept(reading.address, *_address(visit.page.url))
    there = find(place, reading.control).first if reading.control else place
    if reading.control and not await there.count():
        return ""
    if reading.attribute is not None:
        return _kept(reading.pattern, (await attribute_of(there, reading.attribute)).strip())
    if reading.text is not None:
        parts = await parts_of(there)
        return _kept(reading.pattern, parts[reading.text - 1]) if len(parts) >= reading.text else ""
    return await _of_texts(reading, there, outside)


async def _of_texts(reading: Reading, there: Locator, outside: str) -> str:
    """What an element shows as a whole; with a pattern the one text in it that has it, or else all of it."""
    if reading.pattern is None:
        return (await text_of(there)).strip()
    found = said_in(await parts_of(there, outside=outside), reading.pattern)
    if not found and reading.control:
        found = said_in([(await text_of(there)).strip()], reading.pattern)
    return found[0] if len(found) == 1 else ""


async def _cookie(visit: Visit, name: str) -> str:
    cookies = await visit.tab.context.cookies(visit.job.site_url)
    found = [cookie.get("value", "") for cookie in cookies if cookie.get("name") == name]
    return found[0][: limits.TEXT_CHARS] if len(found) == 1 else ""


def _kept(pattern: str | None, *values: str) -> str:
    """What stands for the pattern's group in the first value that has it, or the first value where there is no pattern."""
    return next(iter(values if pattern is None else said_in(list(values), pattern)), "")


def _address(url: str) -> tuple[str, str, str]:
    """What may be meant by the path: without the query, with it, and with the fragment."""
    parts = urlsplit(url)
    with_query = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return parts.path, with_query, f"{with_query}#{parts.fragment}"
