"""A repeated time: a cron expression of five fields, or every so many minutes. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from cronsim import CronSim, CronSimError

from models.domain.errors import BadRequest

WHEN = "when"  # the field that a refusal is about
_EVERY = re.compile(r"every ([1-9]\d{0,5}) min")
_FIELDS = 5  # minute, hour, day of the month, month, day of the week
_NEVER = "`{cron}` never comes due: there is no such day. Check the day and the month."
_UNREADABLE = (
    "`{cron}` is not a cron expression: {why}. It has five fields: minute, hour, day, month, weekday."
)
_SECONDS = "A cron expression has five fields here: minute, hour, day, month, weekday. Seconds cannot be set."


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Either of the two; ``of`` checks and ``str`` writes what ``stored`` reads.

    >>> Timing.stored(str(Timing(minutes=45)))
    Timing(cron='', minutes=45)
    """

    cron: str = ""
    minutes: int = 0

    def __str__(self) -> str:
        return self.cron or f"every {self.minutes} min"

    @classmethod
    def of(cls, cron: str) -> "Timing":
        """The timing of a cron expression; raise BadRequest where it cannot be read or never comes due."""
        fields = cron.split()
        if len(fields) == _FIELDS + 1:
            raise BadRequest({WHEN: _SECONDS})
        try:
            next(CronSim(cron, datetime.now(UTC)))
        except CronSimError as error:
            raise BadRequest({WHEN: _refusal(fields, str(error))}) from error
        except StopIteration as error:
            raise BadRequest({WHEN: _NEVER.format(cron=cron)}) from error
        return cls(cron=" ".join(fields))

    @classmethod
    def stored(cls, text: str) -> "Timing":
        """The timing that ``str`` wrote."""
        every = _EVERY.fullmatch(text)
        return cls(minutes=int(every[1])) if every else cls(cron=text)


def _refusal(fields: list[str], why: str) -> str:
    """A day that some month has, in a month that has not, is a day that never comes."""
    cron = " ".join(fields).replace("`", "'")[:60]
    if why == "Bad day-of-month" and len(fields) == _FIELDS and _is_a_day(fields[2]):
        return _NEVER.format(cron=cron)
    return _UNREADABLE.format(cron=cron, why=why[:1].lower() + why[1:])


def _is_a_day(field: str) -> bool:
    """Whether the field of the day alone, in a long month, is one: then the month is what has no such day."""
    try:
        CronSim(f"0 0 {field} 1 *", datetime.now(UTC))
    except CronSimError:
        return False
    return True
