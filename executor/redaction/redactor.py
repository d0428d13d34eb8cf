"""What a job knows in secret, taken out of every text before it is kept or shown, however the text writes it.

A page may write a secret in HTML entities, per cent codes, JSON or script escapes, base64, in another case, or with
white space in it; also mixed. Reversed, hashed or shortened it is not recognised.

Two kinds of secret are treated apart. One of 1 to 3 characters (``SHORTEST``) is part of many words, so hiding it would
spoil every text and tell it by the gaps: a text of the site that holds one is left out as a whole, our own sentences
stay as they are. What a session holds counts from 8 characters on, unless it is one word or a number, such as a setting
or the id of a page. The cookies come first, those that scripts do not see before the others; of very many other values
the longest are known.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any, cast
from urllib.parse import unquote

from executor.job import Job
from executor.redaction import writings

HIDDEN = "***"
LEFT_OUT = "(left out: it holds a stored secret)"
SHORTEST = 4  # characters of a secret that is hidden inside a text
_SESSION_SHORTEST = 8  # characters of a session's value that counts as a secret
_MOST_COOKIES = 400  # of one session; Chromium keeps 180 of a domain
_MOST = 200  # other values of one session that are known: those inside of cookies, and those of the storage
_TOKEN = 16  # characters from which a single word of a session counts as a secret; a number from some more


class _Known:
    """One secret: what finds it, and what a text that may hold it contains."""

    def __init__(self, secret: str) -> None:
        head = secret[: writings.HEAD]
        self._secret = secret
        self.is_word = secret.isalpha()
        self.plain = (head.casefold(), *(core.casefold() for core in writings.cores(head)))
        self.decoded, self.bare = writings.decoded(head), writings.bare(head)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Made when a text may hold the secret: a session may have many values, and few are ever shown."""
        return writings.pattern(self._secret)


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
        """The password, the secret of one-time codes, the proxy's password and the session of a job. What people may see anyway is none."""
        typed = (
            job.password,
            job.proxy.password if job.proxy else None,
            job.second_step.codes.secret if job.second_step else None,
        )
        redactor = cls(filter(None, typed), public=(job.login, job.user_id or "", *job.params.values()))
        redactor.learn(job.session)
        return redactor

    def learn(self, session: Mapping[str, Any] | None) -> None:
        """Add the values of a storage state: of its cookies, and of the storage of every origin.

        A job learns few sessions, so each has its own room: an earlier or a larger one keeps no cookie unknown.
        """
        cookies, stored = _entries(session or {})
        whole = [value for value in _texts(cookies) if _is_token(value)]
        inside = (leaf for value in _texts([*cookies, *stored]) for leaf in (value, *_leaves(unquote(value))))
        others = dict.fromkeys(value for value in inside if _is_token(value))
        self._add_new(whole, _MOST_COOKIES)
        self._add_new(sorted(others, key=len, reverse=True), _MOST)

    def _add_new(self, values: Iterable[str], most: int) -> None:
        """Add the first so many that are neither known nor public."""
        new = (value for value in dict.fromkeys(values) if value not in self._secrets)
        for value in islice((value for value in new if value.casefold() not in self._public), most):
            self._add(value)

    def learn_code(self, code: str) -> None:
        """Add a one-time code that is about to be typed, also in the two halves that sites show."""
        half = len(code) // 2
        for written in (code, f"{code[:half]} {code[half:]}", f"{code[:half]}-{code[half:]}"):
            self._add(written)

    @property
    def knows(self) -> bool:
        """Whether there is any secret to hide."""
        return bool(self._secrets or self._short)

    @property
    def beyond_ascii(self) -> list[str]:
        """The secrets that other codings than UTF-8 write in other bytes."""
        return [secret for secret in self._secrets if not secret.isascii()]

    def found_in(self, text: str) -> bool:
        """Whether a secret stands in it, in any writing; a short one only when it is the whole text."""
        return self.is_short(text) or next(self._matches(text), None) is not None

    def is_short(self, text: str) -> bool:
        """Whether a text as a whole is a secret of fewer than ``SHORTEST`` characters."""
        return text.strip() in self._short

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where secrets of at least ``SHORTEST`` characters stand in it."""
        return sorted(match.span() for match in self._matches(text))

    def clean(self, text: str) -> str:
        """The text with every secret hidden that is not short."""
        for known in self._present(text):
            text = known.pattern.sub(HIDDEN, text)
        return text

    def quoted(self, text: str) -> str:
        """Words of the site, as a sentence may repeat them."""
        written = writings.decoded(text)
        if any(writings.decoded(secret) in written for secret in self._short):
            return LEFT_OUT
        return self.clean(text)

    def outcome(self, sentence: str) -> str:
        """One of our own sentences. A secret that is one plain word stays: it would only tell itself by being hidden."""
        for known in self._present(sentence):
            if not known.is_word:
                sentence = known.pattern.sub(HIDDEN, sentence)
        return sentence

    def _add(self, secret: str) -> None:
        if not writings.bare(secret):  # of blanks and backslashes alone: they stand everywhere
            return
        if len(secret) < SHORTEST:
            self._short.add(secret)
        else:
            self._secrets[secret] = _Known(secret)

    def _present(self, text: str) -> Iterator[_Known]:
        """What may stand in a text: a fast look, which no writing that a pattern knows escapes."""
        plain, decoded, steps = text.casefold(), writings.decoded(text), writings.steps(text)
        for known in self._secrets.values():
            whole = known.decoded in decoded or any(known.bare in step for step in steps)
            if whole or any(written in plain for written in known.plain):
                yield known

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        for known in self._present(text):
            yield from known.pattern.finditer(text)


def _entries(session: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The cookies of a storage state, those first that scripts do not see, and the entries of every storage."""
    cookies = [entry for entry in cast("list[Any]", session.get("cookies") or []) if isinstance(entry, dict)]
    origins = cast("list[Any]", session.get("origins") or [])
    stores = [origin.get("localStorage") or [] for origin in origins if isinstance(origin, dict)]
    stored = [entry for store in stores for entry in store if isinstance(entry, dict)]
    return sorted(cookies, key=lambda cookie: not cookie.get("httpOnly")), stored


def _texts(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    return (value for entry in entries if isinstance(value := entry.get("value"), str))


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


def _is_token(value: str) -> bool:
    """Whether a session's value may be a secret: no sentence, no number such as an id, and no single word."""
    if len(value) < _SESSION_SHORTEST or re.search(r"\s", value):
        return False
    if value.isdecimal():
        return len(value) > _TOKEN + 4
    return not value.isalpha() or len(value) >= _TOKEN
