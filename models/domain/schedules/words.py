"""Reads a time in words, or a cron expression, into a timing; a word that means nothing is refused. Pure."""

import re
from difflib import get_close_matches

from models.domain.errors import BadRequest
from models.domain.schedules.timing import WHEN, Timing

EXAMPLES = "`every day 06:00`, `mon-fri 9:30`, `every 30 min`, `every monday 8:00`, `1st of month 7:00`, `*/30 * * * *`"
LONGEST = 200  # characters that are read
_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_NUMBERS = {name: number for number, day in enumerate(_DAYS) for name in (day, f"{day}s", day[:3])} | {
    "tues": 2, "thur": 4, "thurs": 4
}  # fmt: skip
_SETS = {
    "day": "*", "days": "*", "daily": "*", "weekday": "1-5", "weekdays": "1-5", "workdays": "1-5",
    "weekend": "0,6", "weekends": "0,6",
}  # fmt: skip
_ORDINALS = {"first": "#1", "second": "#2", "third": "#3", "fourth": "#4", "last": "L"}
_FILLERS = {"at", "on", "the", "of", "in", "a", "and", "each", "every"}
_CRON = re.compile(r"(?:(?:[\d*?][\w*?/,#-]*|[A-Za-z]{1,3}(?:[-,#/][\w,#/-]*)?)(?:\s+|$)){5,6}")
_MACROS = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *"}  # fmt: skip
_INTERVAL = re.compile(
    r"\b(?:every|each)\s+(?:(\d{1,6})\s*)?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)\b|\bhourly\b"
)
_TIME = re.compile(r"\b(\d{1,2})(?::(\d{2}))?\s*(am|pm)\b|\b(\d{1,2}):(\d{2})\b|\b(noon|midnight)\b")
_DATE = re.compile(r"([1-9]|[12]\d|3[01])(?:st|nd|rd|th)")
_RANGE = re.compile(r"([a-z]+)-([a-z]+)")
_NO_TIME = f"Add a time of day. For example: {EXAMPLES}."
_TOO_OFTEN = "The shortest interval is one minute: `every 1 min`."
_HOUR, _DAY, _MOST_MINUTES = 60, 24, 60 * 24 * 31
_MIXED = (
    "The times of one schedule must share the minutes or the hour, such as `6:00, 18:00`. "
    "Make a second schedule for the other time."
)


def read(text: str) -> Timing:
    """The timing that these words mean; raise BadRequest with a sentence."""
    words = " ".join(text.split())
    if not words or len(words) > LONGEST:
        raise BadRequest({WHEN: f"Write when it runs, such as {EXAMPLES}."})
    if cron := _MACROS.get(words.lower()) or (words if _is_cron(words) else ""):
        return Timing.of(cron)
    lower = words.lower()
    if interval := _INTERVAL.search(lower):
        return _repeated(interval, lower)
    return _by_day(lower)


def _is_cron(words: str) -> bool:
    return _CRON.fullmatch(words) is not None and any(
        char.isdigit() or char == "*" for char in words.split()[0]
    )


def _repeated(interval: re.Match[str], words: str) -> Timing:
    """Every so many minutes or hours, perhaps on some days only."""
    number, unit = int(interval[1] or 1), (interval[2] or "h")[0]
    if unit == "s" or number == 0:
        raise BadRequest({WHEN: _TOO_OFTEN})
    days = _days(words[: interval.start()] + " " + words[interval.end() :])
    if unit == "h" and (number <= _DAY // 2 or number == _DAY) and _DAY % number == 0:
        return Timing.of(f"0 {'*' if number == 1 else f'*/{number}' if number < _DAY else '0'} {days}")
    minutes = number * _HOUR if unit == "h" else number
    if minutes < _HOUR and _HOUR % minutes == 0:
        return Timing.of(f"{'*' if minutes == 1 else f'*/{minutes}'} * {days}")
    if days != "* * *":
        raise BadRequest(
            {WHEN: f"`{interval[0]}` cannot be limited to days, since it does not fit into a day evenly."}
        )
    if minutes > _MOST_MINUTES:
        raise BadRequest(
            {WHEN: "The longest interval is 31 days. Use a day of the month, such as `1st of month 7:00`."}
        )
    return Timing(minutes=minutes)


def _by_day(words: str) -> Timing:
    """At times of day, on some days."""
    times = [_clock(match) for match in _TIME.finditer(words)]
    if not times:
        _days(words)  # a word that means nothing is the better news
        raise BadRequest({WHEN: _NO_TIME})
    minutes, hours = ({time[place] for time in times} for place in (1, 0))
    if len(minutes) > 1 and len(hours) > 1:
        raise BadRequest({WHEN: _MIXED})
    written = (",".join(map(str, sorted(some))) for some in (minutes, hours))
    return Timing.of(f"{' '.join(written)} {_days(_TIME.sub(' ', words))}")


def _clock(match: re.Match[str]) -> tuple[int, int]:
    if match[6]:
        return (12 if match[6] == "noon" else 0), 0
    hour, minute = int(match[1] or match[4]), int(match[2] or match[5] or 0)
    if match[3]:
        right = 1 <= hour <= 12  # noqa: PLR2004 - the hours of half a day
        hour = hour % 12 + (12 if match[3] == "pm" else 0) if right else 99
    if hour >= _DAY or minute >= _HOUR:
        raise BadRequest({WHEN: f"`{match[0].strip()}` is no time of day: write it from `0:00` to `23:59`."})
    return hour, minute


def _days(words: str) -> str:
    """The last three fields of a cron expression."""
    left = [word for word in words.replace(",", " ").split() if word not in _FILLERS]
    monthly = any(word in {"month", "monthly", "months"} for word in left)
    left = [word for word in left if word not in {"month", "monthly", "months"}]
    dates = [match[1] for word in left if (match := _DATE.fullmatch(word))]
    if dates or (monthly and left[:1] == ["last"] and left[1:] in ([], ["day"])):
        _none_left([word for word in left if not _DATE.fullmatch(word)] if dates else [])
        return f"{','.join(sorted(dates, key=int)) or 'L'} * *"
    if left and left[0] in _ORDINALS:
        day = _NUMBERS.get(" ".join(left[1:]))
        if day is None:
            _none_left(left[1:] or left)
        return f"* * {day}{_ORDINALS[left[0]]}"
    if monthly:
        raise BadRequest({WHEN: "Add the day of the month, such as `1st of month 7:00`."})
    return f"* * {','.join(_weekdays(left)) or '*'}"


def _weekdays(words: list[str]) -> list[str]:
    found: list[str] = []
    for word in words:
        pair = _RANGE.fullmatch(word)
        if pair and pair[1] in _NUMBERS and pair[2] in _NUMBERS:
            found.append(_span(_NUMBERS[pair[1]], _NUMBERS[pair[2]]))
        elif word in _NUMBERS:
            found.append(str(_NUMBERS[word]))
        elif word in _SETS:
            found.append(_SETS[word])
        else:
            _none_left([word])
    return [] if "*" in found else found


def _span(first: int, last: int) -> str:
    """Days from one to another, through the end of the week where they go on after it.

    >>> _span(1, 5), _span(5, 1)
    ('1-5', '5,6,0,1')
    """
    return f"{first}-{last}" if first < last else ",".join(str(day % 7) for day in range(first, last + 8))


def _none_left(words: list[str]) -> None:
    """Raise BadRequest for the first word, which means nothing, with the nearest that does."""
    for word in words:
        if word in {"week", "weekly"}:
            raise BadRequest({WHEN: "Add the day of the week, such as `every monday 8:00`."})
        known = [*_NUMBERS, *_SETS, *_ORDINALS, "month", "hourly", "every"]
        near = get_close_matches(word, known, n=1, cutoff=0.6)
        hint = f"Did you mean `{near[0]}`?" if near else f"Write it like {EXAMPLES}."
        raise BadRequest({WHEN: f"I do not understand `{word.replace('`', chr(39))[:30]}` as a time. {hint}"})
