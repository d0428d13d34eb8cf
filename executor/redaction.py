"""What a job knows in secret, taken out of every text before it is kept or shown, however the text writes it.

A page may write a secret in HTML entities, per cent codes, JSON or script escapes, base64, in another case, or with
white space in it; also mixed. Reversed, hashed or shortened it is not recognised.

Two kinds of secret are treated apart. One of 1 to 3 characters (``SHORTEST``) is part of many words, so hiding it would
spoil every text and tell it by the gaps: a text of the site that holds one is left out as a whole, our own sentences
stay as they are. What a session holds counts from 8 characters on: shorter values are settings such as ``en`` or ``1``.
"""

import html
import json
import re
import sys
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from html.entities import codepoint2name
from typing import Any, cast
from urllib.parse import unquote

from executor.job import Job

HIDDEN = "***"
LEFT_OUT = "(left out: it holds a stored secret)"
SHORTEST = 4  # characters of a secret that is hidden inside a text
_SESSION_SHORTEST = 8  # characters of a session's value that counts as a secret
_HEAD = 64  # characters by which a long value is known; the rest of it goes with them
_BASE64_SHORTEST = 6  # bytes; the base64 of fewer turns up by chance
_SPACED_SHORTEST = 8  # characters of a secret that is known with white space between its letters
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_DROPPED = re.compile(rf"[\s+\\{_INVISIBLE}]+")
_ROUNDS = 4  # of undoing: a writing may be written in another one
_ESCAPE = re.compile(
    r"\\+(?:u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|x([0-9a-f]{2})|(.))", re.DOTALL | re.IGNORECASE
)


class _Known:
    """One secret: what finds it, and what a text that may hold it contains."""

    def __init__(self, secret: str) -> None:
        head = secret[:_HEAD]
        self.pattern = _pattern(secret)
        self.plain = (head.casefold(), *(core.casefold() for core in _cores(head)))
        self.decoded, self.bare = _decoded(head), _bare(head)


class Redactor:
    """Knows the secrets of one job. It learns those of a session that the job brings."""

    def __init__(self, secrets: Iterable[str] = (), *, public: Iterable[str] = ()) -> None:
        self._public = {text.casefold() for text in public if text}
        self._secrets: dict[str, _Known] = {}
        self._short: set[str] = set()
        for secret in secrets:
            self._add(secret)

    @classmethod
    def of(cls, job: Job) -> "Redactor":
        """The password, the proxy's password and the session of a job. What people may see anyway is none."""
        typed = (job.password, job.proxy.password if job.proxy else None)
        redactor = cls(filter(None, typed), public=(job.login, job.user_id or "", *job.params.values()))
        redactor.learn(job.session)
        return redactor

    def learn(self, session: Mapping[str, Any] | None) -> None:
        """Add the values of a storage state: of its cookies, and of the storage of every origin."""
        for value in _values(session or {}):
            known = value.casefold() in self._public or value in self._secrets
            if len(value) >= _SESSION_SHORTEST and not known and not re.search(r"\s", value):
                self._add(value)

    @property
    def knows(self) -> bool:
        """Whether there is any secret to hide."""
        return bool(self._secrets or self._short)

    def found_in(self, text: str) -> bool:
        """Whether a secret stands in it, in any writing; a short one only when it is the whole text."""
        return text.strip() in self._short or next(self._matches(text), None) is not None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where secrets of at least ``SHORTEST`` characters stand in it."""
        return sorted(match.span() for match in self._matches(text))

    def clean(self, text: str) -> str:
        """The text with every secret hidden that is not short."""
        for pattern in self._present(text):
            text = pattern.sub(HIDDEN, text)
        return text

    def quoted(self, text: str) -> str:
        """Words of the site, as a sentence may repeat them."""
        written = _decoded(text)
        if any(_decoded(secret) in written for secret in self._short):
            return LEFT_OUT
        return self.clean(text)

    def outcome(self, sentence: str) -> str:
        """One of our own sentences. A secret that is one plain word stays: it would only tell itself by being hidden."""
        for secret, known in self._secrets.items():
            if not secret.isalpha():
                sentence = known.pattern.sub(HIDDEN, sentence)
        return sentence

    def _add(self, secret: str) -> None:
        if len(secret) < SHORTEST:
            self._short.add(secret)
        else:
            self._secrets[secret] = _Known(secret)

    def _present(self, text: str) -> Iterator[re.Pattern[str]]:
        """The patterns of what may stand in a text: a fast look, which no writing that a pattern knows escapes."""
        plain, decoded, steps = text.casefold(), _decoded(text), _steps(text)
        for known in self._secrets.values():
            whole = known.decoded in decoded or any(known.bare in step for step in steps)
            if whole or any(written in plain for written in known.plain):
                yield known.pattern

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        for pattern in self._present(text):
            yield from pattern.finditer(text)


def _values(session: Mapping[str, Any]) -> Iterator[str]:
    """Every text in a storage state that could be a token, those inside of JSON and per cent codes too."""
    cookies = cast("list[Any]", session.get("cookies") or [])
    origins = cast("list[Any]", session.get("origins") or [])
    stores = [origin.get("localStorage") or [] for origin in origins if isinstance(origin, dict)]
    for entry in (*cookies, *(item for store in stores for item in store)):
        value = entry.get("value") if isinstance(entry, dict) else None
        if isinstance(value, str):
            yield value
            yield from _leaves(unquote(value))


def _leaves(text: str) -> Iterator[str]:
    try:
        open_values: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        yield text
        return
    while open_values:
        match open_values.pop():
            case str() as value:
                yield value
            case list() as values:
                open_values += cast("list[Any]", values)
            case dict() as pairs:
                open_values += cast("dict[str, Any]", pairs).values()
            case _:
                pass


def _decoded(text: str) -> str:
    """The text with every writing undone, for comparing: not for reading."""
    for _ in range(_ROUNDS):
        text = html.unescape(unquote(_ESCAPE.sub(_unescaped, text)))
    text = text.encode("utf-16", "surrogatepass").decode(
        "utf-16", "replace"
    )  # two escapes may be one character
    return _bare(text)


def _steps(text: str) -> set[str]:
    """The text with some of its writings undone: undone too often, what follows a secret can change its end."""
    once = unquote(text)
    halves = (text, once, unquote(once))
    return {
        _bare(step) for half in halves for step in (half, html.unescape(half), _ESCAPE.sub(_unescaped, half))
    }


def _bare(text: str) -> str:
    return _DROPPED.sub("", text).casefold()


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or match[3] or "0", 16)
    return match[4] or (chr(code) if code <= sys.maxunicode else "")


def _pattern(secret: str) -> re.Pattern[str]:
    """What finds a secret in any of its writings. A long one is known by its head and taken as far as it goes."""
    head = secret[:_HEAD]
    gap = rf"[\s{_INVISIBLE}]*" if len(head) >= _SPACED_SHORTEST else f"[{_INVISIBLE}]*"
    letters = gap.join(map(_letter, head))
    rest = r"[^\s<>\"'&]*" if len(secret) > _HEAD else ""
    cores = "".join(f"|{re.escape(core)}[A-Za-z0-9+/_=-]*" for core in _cores(head))
    return re.compile(f"(?:{letters}){rest}{cores}", re.IGNORECASE)


def _letter(letter: str) -> str:
    """One character of a secret in each of its writings."""
    if letter.isspace():
        return r"(?:[\s+]|%(?:25)*20|&nbsp;|&#0*(?:32|160);?|&#x0*(?:20|a0);?|\\+u00(?:20|a0))*"
    code = ord(letter)
    units = letter.encode("utf-16-be", errors="surrogatepass").hex()
    utf8 = letter.encode(errors="replace")
    writings = [
        rf"\\*{re.escape(letter)}",
        rf"&(?:amp;)?#0*{code};?",
        rf"&(?:amp;)?#x0*{code:x};?",
        "".join(f"%(?:25)*{byte:02x}" for byte in utf8),
        "".join(rf"\\+u{units[at : at + 4]}" for at in range(0, len(units), 4)),
        rf"\\+u\{{0*{code:x}\}}",
    ]
    if code <= 0xFF:  # noqa: PLR2004 - two digits
        writings.append(rf"\\+x{code:02x}")
    if name := codepoint2name.get(code) or {"'": "apos"}.get(letter):
        writings.append(f"&(?:amp;)?{name};")
    return f"(?:{'|'.join(writings)})"


def _cores(secret: str) -> Iterator[str]:
    """The base64 that a secret makes wherever it begins inside of what is encoded."""
    raw = secret.encode(errors="replace")
    if len(raw) < _BASE64_SHORTEST:
        return
    for before in range(3):
        start, end = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(bytes(before) + raw).decode()[start:end]
