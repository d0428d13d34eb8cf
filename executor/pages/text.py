"""What a page says, as far as it matters here: a page may say any amount, and all of it would pass through this process."""

from playwright.async_api import Locator

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
