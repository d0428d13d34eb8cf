"""The writings of a secret: a pattern that finds it in any of them, and texts with their writings undone.

A site chooses what it shows and stores, so a search must take a time that grows with the text alone: repetitions are
bounded, or what they repeat and what follows have no character in common. (Possessive ones fail in Python 3.11.2.)
"""

import html
import re
import sys
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from html.entities import codepoint2name
from urllib.parse import unquote

HEAD = 64  # characters by which a long value is known; the rest of it goes with them
_BASE64_SHORTEST = 6  # bytes; the base64 of fewer turns up by chance
_SPACED_SHORTEST = 8  # characters of a secret that is known with white space between its letters
_INVISIBLE = (  # what nobody sees, whichever letters it stands between (``draws_nothing``, and what Unicode keeps free)
    "\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_DROPPED = re.compile(rf"[\s+\\{_INVISIBLE}]+")
_ROUNDS = 4  # of undoing: a writing may be written in another one
_ESCAPE = re.compile(
    r"\\{1,8}(?:u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|x([0-9a-f]{2})|(.))", re.DOTALL | re.IGNORECASE
)


def decoded(text: str) -> str:
    """The text with every writing undone, for comparing: not for reading."""
    for _ in range(_ROUNDS):
        text = html.unescape(unquote(_ESCAPE.sub(_unescaped, text)))
    text = text.encode("utf-16", "surrogatepass").decode(
        "utf-16", "replace"
    )  # two escapes may be one character
    return bare(text)


def steps(text: str) -> set[str]:
    """The text with some of its writings undone: undone too often, what follows a secret can change its end."""
    once = unquote(text)
    halves = {text, once, unquote(once)}
    done = {step for half in halves for step in (half, html.unescape(half), _ESCAPE.sub(_unescaped, half))}
    return {bare(step) for step in done}


def bare(text: str) -> str:
    return _DROPPED.sub("", text).casefold()


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or match[3] or "0", 16)
    return match[4] or (chr(code) if code <= sys.maxunicode else "")


def pattern(secret: str) -> re.Pattern[str]:
    """What finds a secret in any of its writings. A long one is known by its head and taken as far as it goes."""
    head = secret[:HEAD]
    is_spaced = len(head) >= _SPACED_SHORTEST or bare(head) != head.casefold()
    plain, written = (_BLANK, _WRITTEN_BLANK) if is_spaced else (_NARROW_GAP, _WRITTEN_NUL)
    gap = f"(?:{plain})*" if re.search(written, secret, re.IGNORECASE) else f"(?:{plain}|{written})*"
    letters = gap.join(_letter(letter) for letter in _DROPPED.sub("", head))
    rest = r"[^\s<>\"'&]*" if len(secret) > HEAD else ""
    encoded = "".join(f"|{re.escape(core)}[A-Za-z0-9+/_=-]*" for core in cores(head))
    return re.compile(rf"\\{{0,8}}(?:{letters}){rest}{encoded}", re.IGNORECASE)


_NARROW_GAP = rf"[\\{_INVISIBLE}]"
_BLANK = rf"[\s+\\{_INVISIBLE}]"  # blanks, plus signs and backslashes, which no letter of a pattern is
_WRITTEN_NUL = (  # between letters of UTF-16 that were read as another coding
    r"%(?:25){0,4}00|(?<=\\)(?:u00|x)00"
)
_WRITTEN_BLANK = (  # the same in their other writings; not between the letters of a secret that has such a writing itself
    r"%(?:25){0,4}(?:00|20|2b|5c|a0)|&(?:amp;)?(?:nbsp|plus|bsol);"
    r"|&(?:amp;)?#0{0,8}(?:32|160|43|92);?|&(?:amp;)?#x0{0,8}(?:20|a0|2b|5c);?"
    r"|(?<=\\)(?:u00|x)(?:00|20|a0|2b|5c)|(?<=\\)u\{0{0,8}(?:20|a0|2b|5c)\}"
)


def _letter(letter: str) -> str:
    """One character of a secret in each of its writings. The backslashes before one belong to the gap."""
    code = ord(letter)
    units = letter.encode("utf-16-be", errors="surrogatepass").hex()
    utf8 = letter.encode(errors="replace")
    writings = [
        re.escape(letter),
        rf"&(?:amp;)?#0{{0,8}}{code};?",
        rf"&(?:amp;)?#x0{{0,8}}{code:x};?",
        "".join(f"%(?:25){{0,4}}{byte:02x}" for byte in utf8),
        r"\\{1,8}".join(f"u{units[at : at + 4]}" for at in range(0, len(units), 4)),
        rf"u\{{0{{0,8}}{code:x}\}}",
    ]
    if code <= 0xFF:  # noqa: PLR2004 - two digits
        writings.append(f"x{code:02x}")
    if name := codepoint2name.get(code) or {"'": "apos"}.get(letter):
        writings.append(f"&(?:amp;)?{name};")
    return f"(?:{'|'.join(writings)})"


def cores(secret: str) -> Iterator[str]:
    """The base64 that a secret makes wherever it begins inside of what is encoded."""
    raw = secret.encode(errors="replace")
    if len(raw) < _BASE64_SHORTEST:
        return
    for before in range(3):
        start, end = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(bytes(before) + raw).decode()[start:end]
