"""What a step of the tour reads on a screen."""

import re

from playwright.async_api import Locator, expect


async def shows(card: Locator, words: re.Pattern[str]) -> bool:
    """Whether it shows these words within a second."""
    try:
        await expect(card).to_contain_text(words, timeout=1000)
    except AssertionError:
        return False
    return True


def second_attempt(text: str) -> str:
    """Its line on a card, where each icon stands on a line of its own."""
    _, found, rest = " ".join(text.split()).partition("Attempt 2")
    return f"{found}{rest}"[:80]


def line(text: str, word: str) -> str:
    """The first line that has the word."""
    return next((line.strip() for line in text.splitlines() if word in line), first(text))


def first(text: str) -> str:
    """The first line of several parts, else the beginning."""
    return next((line.strip() for line in text.splitlines() if "·" in line), text.strip()[:80])
