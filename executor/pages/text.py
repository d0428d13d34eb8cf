"""What a page says, as far as it matters here: a page may say any amount, and all of it would pass through this process."""

import re

from playwright.async_api import Locator, Page

from executor import limits

# Character by character, since a page may give its strings another slice().
_BEGINNING = """(element, most) => {
  const whole = "" + element.innerText;
  let beginning = "";
  for (let at = 0; at < most && at < whole.length; at++) beginning += whole[at];
  return beginning;
}"""


async def text_of(shown: Locator) -> str:
    """The first ``limits.TEXT_CHARS`` characters of the text that an element shows."""
    return str(await shown.evaluate(_BEGINNING, limits.TEXT_CHARS))


async def is_filled(field: Locator) -> bool:
    """Whether something stands in a field, however much."""
    return bool(await field.evaluate("field => field.value !== ''"))


# A name is one text, whatever is in it; what stands beside it is another.
_PARTS = """(element, [outside, most, many]) => {
  const parts = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (parts.length < many && walker.nextNode()) {
    const text = walker.currentNode, whole = text.data;
    if (text.parentElement.closest(outside)) continue;
    let beginning = "";
    for (let at = 0; at < most && at < whole.length; at++) beginning += whole[at];
    if (beginning.trim()) parts.push(beginning);
  }
  return parts;
}"""
_UNSEEN = "[aria-hidden=true], script, style, template"


async def parts_of(shown: Locator, *, outside: str = "") -> list[str]:
    """The texts in an element one by one, in order and with single blanks, but for those in what ``outside`` selects."""
    left_out = f"{_UNSEEN}, {outside}" if outside else _UNSEEN
    parts: list[str] = await shown.evaluate(_PARTS, [left_out, limits.TEXT_CHARS, limits.TEXTS])
    return [" ".join(part.split()) for part in parts]


def said_by_one(parts: list[str], form: str) -> str:
    """What stands for the group in a form (a regular expression) that exactly one of these texts has as a whole; else nothing.

    >>> said_by_one(["Shop ID 5", "ID 7"], r"ID (\\d+)"), said_by_one(["ID 5", "ID 7"], r"ID (\\d+)")
    ('7', '')
    """
    found = [match[1] for part in parts if (match := re.fullmatch(form, part))]
    return found[0] if len(found) == 1 else ""


def whole(text: str) -> re.Pattern[str]:
    """A filter for elements that show just this text."""
    return re.compile(rf"^\s*{re.escape(text)}\s*$")


async def new_id(page: Page, form: str) -> str:
    """The number of what was just made, on its own screen; ``unknown`` where it is not clear. Names stand in headings and lists."""
    parts = await parts_of(
        page.locator("body"), outside="h1, h2, h3, a, ul, header, nav, form, [role=status]"
    )
    return said_by_one(parts, form) or "unknown"
