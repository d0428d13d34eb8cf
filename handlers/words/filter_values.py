"""The values of filter words: several with commas between them, times of the clock, days with a time. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.domain.conditions import Condition

DURATION = re.compile(r"[1-9][0-9]{0,3}[hm]")
"""So many hours or minutes."""
_PIECE = re.compile(r'(?:"(?:\\.|[^"\\])*"|<[^<>]*>|[^,])+', re.DOTALL)
_NAMED = re.compile(r"[A-Za-z]+:")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}")


@dataclass(frozen=True)
class Said:
    """How values were given: ``word`` was typed before the colon, by ``me``."""

    word: str
    me: str

    def limits(self, condition: Condition) -> bool:
        """Whether the word takes some of the condition's values only."""
        return bool(condition.also.get(self.word))


def joined(words: Sequence[str]) -> list[str]:
    """The words of a filter, where commas have blanks beside them too, and where they stand between words.

    >>> joined(["status:waiting,", "ended", "check,create_bm"])
    ['status:waiting,ended', 'check', 'create_bm']
    """
    found: list[str] = []
    for word in words:
        open_list = bool(found) and ":" in found[-1] and (found[-1].endswith(",") or word.startswith(","))
        if open_list and not _NAMED.match(word):
            found[-1] += word
        elif ":" in word or '"' in word:
            found.append(word)
        else:
            found += [part for part in word.split(",") if part]
    return found


def pieces(value: str) -> list[str]:
    """The values between commas; not between quotes.

    >>> pieces('emea,"a, b"')
    ['emea', '"a, b"']
    """
    return _PIECE.findall(value)


def clock(text: str) -> str:
    """A time of day as ``HH:MM``; empty when it is none.

    >>> clock("8:05"), clock("24:00")
    ('08:05', '')
    """
    match = _CLOCK.fullmatch(text)
    return f"{int(match[1]):02}:{match[2]}" if match else ""


def moment(text: str) -> date | None:
    """A day, or a day and a time of it; None when it is neither."""
    try:
        return datetime.fromisoformat(text.upper()) if _TIME.fullmatch(text) else date.fromisoformat(text)
    except ValueError:
        return None


def moment_word(at: date) -> str:
    """What ``moment`` reads as this."""
    return at.isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()
