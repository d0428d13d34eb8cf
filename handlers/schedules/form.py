"""Reads the form of a schedule, or its words, into what is saved; refuses it field by field."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from handlers.batches import present_approval
from handlers.batches.steps import form as step_form
from handlers.schedules import accounts
from handlers.slack.ids import Do
from handlers.slack.request import Request
from handlers.words import typed_text
from models.domain.conversations import is_channel
from models.domain.errors import BadRequest
from models.domain.schedules import words as time_words
from models.domain.task_types import TASK_TYPES, TaskType
from models.domain.values.batches.approvals import Policy
from models.domain.values.schedules import (
    GRACES,
    MOST_SPREAD,
    Overlap,
    SavedSchedule,
    ScheduleInput,
    Target,
)

_YEARS = range(2000, 2101)  # a calendar goes on for some decades from there, and ends with the year 9999
_BACKWARDS = "The schedule ends before it starts. Choose a later day."


@dataclass(frozen=True, kw_only=True)
class Span:
    """From which day until which, in the schedule's zone; ``saved``: the schedule that is changed."""

    zone: ZoneInfo
    since: date | None
    until: date | None
    saved: SavedSchedule | None = None

    def bounds(self, now: datetime) -> tuple[datetime, datetime | None]:
        """(the start, the end) as moments; raise BadRequest for an end before the start, or a day in no near century."""
        for name, chosen in (("since", self.since), ("until", self.until)):
            if chosen and chosen.year not in _YEARS:
                raise BadRequest({name: f"Choose a day from {_YEARS[0]} to {_YEARS[-1]}."})
        starts = self._starts(now)
        ends = self._at(self.until + timedelta(days=1)) - timedelta(seconds=1) if self.until else None
        if ends is not None and ends < max(starts, now):
            raise BadRequest(
                {"until": _BACKWARDS if ends < starts else "That day is over. Choose a later one."}
            )
        return starts, ends

    def _starts(self, now: datetime) -> datetime:
        """What goes by its start, every so many minutes, keeps it where the day is the same."""
        if self.saved and self.since in {None, self.saved.starts_at.astimezone(self.zone).date()}:
            return self.saved.starts_at
        return self._at(self.since) if self.since else now.replace(second=0, microsecond=0)

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def zone_named(name: str) -> ZoneInfo:
    """The time zone; raise BadRequest with the nearest name."""
    known = {zone.casefold(): zone for zone in available_timezones()}
    if found := known.get(name.strip().replace(" ", "_").casefold()):
        return ZoneInfo(found)
    near = get_close_matches(name.casefold(), list(known), n=1, cutoff=0.5)
    hint = f" Did you mean `{known[near[0]]}`?" if near else " Write it like `Europe/Berlin`."
    raise BadRequest({"zone": f"There is no such time zone.{hint}"})


async def read(
    request: Request, *, tasks: str, saved: SavedSchedule | None, policy: Policy, now: datetime
) -> ScheduleInput:
    """The schedule from the form; raise BadRequest with refusals by block id."""
    kind = _kind(request)
    typed = {p.name: _typed(request, f"parameter:{p.name}", Do.TYPE_PARAMETER) for p in kind.parameters}
    params, refusals = kind.check(typed)
    if refusals:
        raise BadRequest({f"parameter:{name}": why for name, why in refusals.items()})
    then, wrong = step_form.read(request, Do.SCHEDULE_THEN)
    if wrong:
        raise BadRequest(wrong)
    span = Span(
        zone=zone_named(_typed(request, "zone")),
        since=_day(request, "since"),
        until=_day(request, "until"),
        saved=saved,
    )
    starts, ends = span.bounds(now)
    chosen = _typed(request, "channel", Do.CHOOSE_CHANNEL)
    wanted = ScheduleInput(
        type=kind.id,
        params=params,
        target=await accounts.of_form(request, tasks),
        timing=str(time_words.read(typed_text.plain(_typed(request, "when", Do.SCHEDULE_TIME)))),
        zone=span.zone.key,
        starts_at=starts,
        ends_at=ends,
        spread=_number(request, "spread", MOST_SPREAD),
        overlap=Overlap.QUEUE if _typed(request, "overlap") == Overlap.QUEUE else Overlap.SKIP,
        grace=_number(request, "grace", GRACES[-1]),
        channel=chosen if is_channel(chosen) else request.user,
        then_type=then.type if then else "",
        then_params=then.params if then else {},
    )
    check_channel(wanted, policy)
    return wanted


def check_channel(wanted: ScheduleInput, policy: Policy, size: int = 1) -> None:
    """Raise BadRequest where a second person must approve runs of so many accounts, and nobody else would see the question."""
    if policy.asks(filter(None, [wanted.type, wanted.then_type]), size) and not is_channel(wanted.channel):
        raise BadRequest({"channel": present_approval.NOBODY_SEES})


def previewed(request: Request, *, saved: SavedSchedule | None, now: datetime) -> ScheduleInput:
    """As much of the form as its next times need; raise BadRequest."""
    zone = zone_named(_typed(request, "zone"))
    since, until = _day(request, "since"), _day(request, "until")
    starts, ends = Span(zone=zone, since=since, until=until, saved=saved).bounds(now)
    timing = time_words.read(typed_text.plain(_typed(request, "when", Do.SCHEDULE_TIME)))
    return ScheduleInput(
        type="",
        target=Target(),
        timing=str(timing),
        zone=zone.key,
        starts_at=starts,
        ends_at=ends,
        channel="",
    )


def _kind(request: Request) -> TaskType:
    kind = TASK_TYPES.get(_typed(request, "type", Do.SCHEDULE_TYPE))
    if kind is None:
        raise BadRequest({"type": "Choose one of the task types."})
    return kind


def _day(request: Request, name: str) -> date | None:
    text = _typed(request, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadRequest({name: "Choose a day."}) from error


def _number(request: Request, name: str, most: int) -> int:
    text = _typed(request, name)
    if not (text.isascii() and text.isdecimal() and int(text[:6]) <= most):
        raise BadRequest({name: "Choose one of these."})
    return int(text)


def _typed(request: Request, name: str, action: Do = Do.FILL_SCHEDULE) -> str:
    return "".join(request.chosen(name, action)).strip()
