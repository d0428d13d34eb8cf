"""Hypothesis strategies for texts: the longest legal ones, all scripts, and those that look like markup.

Drawing a text character by character costs more than drawing a screen with it. The short form takes texts from a fixed
pool instead: each odd piece at full length, and some hundred texts put together of pieces and characters of all
scripts. What differs from screen to screen is how texts meet, and that is drawn anew in each example; the long form
(``BELLHOP_FUZZ=long``) draws every text freely.
"""

import random
from functools import cache

from hypothesis import strategies as st

from tests.fuzz.harness.effort import IS_LONG

_NASTY = (
    "<!channel>", "<!here>", "<@U0EVE>", "<#C0OPS>", "<https://evil.example|safe>", "&lt;!everyone&gt;", "&", "*bold*",
    "`", "```", '"', "“", "\\", "\\\"", ";", ":", "\u00a0", "\u202e", "🦊", "👩‍👩‍👧‍👦", "שלום", "مرحبا", "\n", "=cmd()",
)  # fmt: skip
_piece = st.sampled_from(_NASTY) | st.text(min_size=1, max_size=8)
_POOL = 400
_RANGES = (
    (0, 0x7F),
    (0x20, 0x7E),
    (0x80, 0x24F),
    (0x300, 0x36F),
    (0x370, 0xD7FF),
    (0xE000, 0xFFFF),
    (0x10000, 0x10FFFF),
)


@cache  # Hypothesis examines every strategy that is made; one made in each example is examined each time
def texts(longest: int, *, shortest: int = 0) -> st.SearchStrategy[str]:
    """Texts of odd pieces, among them those of exactly the longest legal length."""
    if not IS_LONG:
        return st.sampled_from([text for text in _pool(longest) if len(text.strip()) >= shortest])
    short = st.lists(_piece, max_size=6).map("".join).map(lambda text: text[:longest])
    full = _piece.map(lambda piece: (piece * longest)[:longest])
    return (short | full).filter(lambda text: len(text.strip()) >= shortest)


def _pool(longest: int) -> list[str]:
    """The simplest text first, as Hypothesis reduces to it."""
    dice = random.Random(longest)  # noqa: S311 - the same texts in each run

    def piece() -> str:
        return dice.choice(_NASTY) if dice.random() < 0.5 else _characters(dice)

    full = [(odd * longest)[:longest] for odd in (*_NASTY, *(_characters(dice) for _ in range(20)))]
    short = ["".join(piece() for _ in range(dice.randint(1, 6)))[:longest] for _ in range(_POOL)]
    return ["", "0", *short, *full]


def _characters(dice: random.Random) -> str:
    """One to eight of one script, or of any."""
    first, last = dice.choice(_RANGES)
    return "".join(chr(dice.randint(first, last)) for _ in range(dice.randint(1, 8)))


@cache
def names(longest: int) -> st.SearchStrategy[str]:
    """Logins and group names: one line, not blank, trimmed as an import trims them."""
    if not IS_LONG:
        return st.sampled_from([name for text in _pool(longest) if (name := _trimmed(text))])
    return texts(longest).map(_trimmed).filter(bool)


def _trimmed(text: str) -> str:
    return "".join(c for c in text if c >= " ").strip()
