"""What a page says, as far as it matters here: a page may say any amount, and all of it would pass through this process."""

import re

from playwright.async_api import Locator

from executor import limits

# Character by character, since a page may give its strings another slice().
_BEGINNING = """(element, most) => {
  const whole = "" + element.innerText;
  let beginning = "";
  for (let at = 0; at < most && at < whole.length; at++) beginning += whole[at];
  return beginning;
}"""

_ATTRIBUTE = """(element, [name, most]) => {
  const whole = "" + (element.getAttribute(name) ?? "");
  let beginning = "";
  for (let at = 0; at < most && at < whole.length; at++) beginning += whole[at];
  return beginning;
}"""


async def text_of(shown: Locator) -> str:
    """The first ``limits.TEXT_CHARS`` characters of the text that an element shows."""
    return str(await shown.evaluate(_BEGINNING, limits.TEXT_CHARS))


async def attribute_of(shown: Locator, name: str) -> str:
    """The beginning of an attribute, or nothing where the element has none."""
    return str(await shown.evaluate(_ATTRIBUTE, [name, limits.TEXT_CHARS]))


async def is_filled(field: Locator) -> bool:
    """Whether something stands in a field, however much."""
    return bool(await field.evaluate("field => field.value !== ''"))


# A name is one text, whatever is in it; what stands beside it is another.
_PARTS = """(element, [outside, most, many]) => {
  const parts = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (parts.length < many && walker.nextNode()) {
    const text = walker.currentNode, whole = text.data;
    const other = text.parentElement.closest(outside);
    if (other && other !== element && element.contains(other)) continue;
    let beginning = "";
    for (let at = 0; at < most && at < whole.length; at++) beginning += whole[at];
    if (beginning.trim()) parts.push(beginning);
  }
  return parts;
}"""
_UNSEEN = "[aria-hidden=true], script, style, template"


async def parts_of(shown: Locator, *, outside: str = "") -> list[str]:
    """The texts in an element one by one, in order and with single blanks, but for those in a part of it that ``outside`` selects."""
    left_out = f"{_UNSEEN}, {outside}" if outside else _UNSEEN
    parts: list[str] = await shown.evaluate(_PARTS, [left_out, limits.TEXT_CHARS, limits.TEXTS])
    return [" ".join(part.split()) for part in parts]


def said_in(parts: list[str], form: str) -> list[str]:
    """What stands for the group in a form (a regular expression), in each text that has it as a whole.

    >>> said_in(["Shop ID 5", "ID 7"], r"ID (\\d+)"), said_in(["ID 5", "ID 7"], r"ID \\d+")
    (['7'], ['ID 5', 'ID 7'])
    """
    found = [match for part in parts if (match := re.fullmatch(form, part))]
    return [match[1] if match.re.groups else match[0] for match in found]
