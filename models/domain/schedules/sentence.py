"""What a timing means, as a sentence. Pure."""

import re
from datetime import UTC, datetime

from cronsim import CronSim

from models.domain.schedules.timing import Timing

_HOUR, _DAY = 60, 60 * 24
_MINUTES = re.compile(r"\*/(\d+) \* .*")
_HOURS = re.compile(r"(\d+) \*/(\d+) .*")
_FIRST = re.compile(
    r"Every \w+ minute of every hour|At minute \d+ past every \w+ hour|At the start of every hour"
)


def sentence(timing: Timing) -> str:
    """In the schedule's own zone, without a full stop.

    >>> sentence(Timing(cron="0 6 * * *")), sentence(Timing(cron="*/30 * * * 1-5")), sentence(Timing(minutes=45))
    ('Every day at 06:00', 'Every 30 minutes from Monday to Friday', 'Every 45 minutes')
    """
    if timing.minutes:
        return f"Every {_length(timing.minutes)}"
    words = CronSim(timing.cron, datetime.now(UTC)).explain()
    words = _FIRST.sub(_repetition(timing.cron), words, count=1)
    words = re.sub(r"on (\w+day) through (\w+day)", r"from \1 to \2", words)
    return _day_first(
        words.replace("the first day of every month", "the 1st of every month").replace(
            "the first and", "the 1st and"
        )
    )


def _repetition(cron: str) -> str:
    """Instead of "every 30th minute of every hour"."""
    if minutes := _MINUTES.fullmatch(cron):
        return f"Every {minutes[1]} minutes"
    if hours := _HOURS.fullmatch(cron):
        past = f" at minute {hours[1]}" if hours[1] != "0" else ""
        return f"Every {hours[2]} hours{past}"
    return "Every hour" if cron.startswith("0 * ") else r"\g<0>"


def _day_first(words: str) -> str:
    """ "At 06:00 every day" as people say it."""
    match = re.fullmatch(r"At (\d\d:\d\d(?:(?:, | and )\d\d:\d\d)*) (every day|from .*|on .*)", words)
    return f"{match[2][0].upper()}{match[2][1:]} at {match[1]}" if match else words


def _length(minutes: int) -> str:
    for size, unit in ((_DAY, "day"), (_HOUR, "hour")):
        if minutes % size == 0:
            return f"{minutes // size} {unit}s" if minutes != size else unit
    return f"{minutes} minutes"
