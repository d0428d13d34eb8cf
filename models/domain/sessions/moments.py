"""When a cookie expires, in the ways tools write it. Pure."""

import math
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MILLISECONDS, _MICROSECONDS, _CHROMIUM = (
    1e11,
    1e14,
    1e16,
)  # from here on a number is no longer in the unit before
_SINCE_1601 = 11_644_473_600  # seconds from 1601, where Chromium's own files count from, to 1970
_LAST = 253_402_300_799  # the last second of the year 9999
_LONGEST = 40  # characters of a date, or of a number


def seconds(given: object) -> float:
    """Seconds since 1970, from a number of seconds, milliseconds or microseconds, from text, or from a date.

    -1 for none: a cookie that ends with the browser. Raise ValueError for what is no moment.

    >>> seconds("1924992000"), seconds(1924992000123.25), seconds(0), seconds("2031-01-01T00:00:00Z")
    (1924992000.0, 1924992000.12325, -1, 1924992000.0)
    """
    if given is None or isinstance(given, bool):
        return -1
    try:
        number = float(given) if isinstance(given, (int, float)) else _of_text(given)
    except OverflowError:  # an integer of hundreds of digits, a zone of years
        raise ValueError("no moment") from None
    if not math.isfinite(number):
        raise ValueError("no moment")
    if number <= 0:
        return -1
    return min(_scaled(number), _LAST)


def _scaled(number: float) -> float:
    if number >= _CHROMIUM:
        return number / 1e6 - _SINCE_1601
    if number >= _MICROSECONDS:
        return number / 1e6
    return number / 1e3 if number >= _MILLISECONDS else number


def _of_text(given: object) -> float:
    text = given.strip() if isinstance(given, str) else "?"
    if not text or text.lower() in {"session", "none", "null"}:
        return -1
    if len(text) > _LONGEST:
        raise ValueError("no moment")
    with suppress(ValueError):
        return float(text)
    with suppress(ValueError):
        return _stamp(datetime.fromisoformat(text))
    try:
        return _stamp(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError):
        raise ValueError("no moment") from None


def _stamp(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
