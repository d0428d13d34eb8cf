"""What doctor says of plans: schedules that would make nothing now, pauses that last, second steps that are owed."""

from datetime import datetime, timedelta

from bot.schedules.run import behalf_of
from bot.settings import Settings
from bot.slack.pacing import slack_client
from handlers.slack.texts import count, duration
from handlers.slack.users import People
from handlers.words import pause_words
from models.batches import following
from models.domain.values.batches.approvals import Policy
from models.domain.values.checks import CheckResult
from models.domain.values.pauses import OpenPause
from models.domain.values.schedules import MOST_ACCOUNTS, RunStatus, SavedSchedule
from models.pauses import reading
from models.schedules import firing, records

_WEEK = timedelta(days=7)
_LATE_STEP = timedelta(minutes=2)
_MOST_ASKED = 100  # schedules, those that are due next
_MOST_SAID = 10  # lines of each kind
_LIST = "`/tasks schedules` lists it"
_WHY = {
    RunStatus.GONE.value: ("its group no longer exists", f"Change its accounts: {_LIST}."),
    RunStatus.REFUSED.value: (
        "its owner was deactivated, or may no longer create its tasks",
        f"Somebody who may create them takes it over by *Change*: {_LIST}.",
    ),
    RunStatus.EMPTY.value: (
        "it has no accounts now, or all of them are on hold",
        f"Change its accounts, pause it or delete it: {_LIST}.",
    ),
    RunStatus.TOO_MANY.value: (
        f"it has more than {MOST_ACCOUNTS:,} accounts",
        f"Split it into several schedules: {_LIST}.",
    ),
}


async def schedules(config: Settings, now: datetime) -> list[CheckResult]:
    """Those that would make nothing if they came due now, and those that have been paused for a week."""
    saved = await records.every()
    paused = [line for one in saved if (line := _paused(one, now))]
    due = sorted((one for one in saved if one.next_at), key=lambda one: (one.next_at, one.id))
    people = People(slack_client(config), admins=tuple(config.admins))
    failing: list[CheckResult] = []
    for one in due[:_MOST_ASKED]:
        status = await firing.expected(one, await behalf_of(one, one.owner, people, Policy()), now=now)
        if status is not None:
            why, remedy = _WHY[status.value]
            failing.append(_line(one, f"would make nothing now: {why}", remedy))
    left = len(due) - _MOST_ASKED
    unasked = f"Only the {_MOST_ASKED} that are due next were checked, and {left} more were not."
    return [
        *_bounded("Schedules", paused),
        *_bounded("Schedules", failing),
        *([CheckResult(name="Schedules", says=unasked)] if left > 0 else []),
    ]


async def pauses(_config: Settings, now: datetime) -> list[CheckResult]:
    """Those without an end, and those that last a week or more."""
    return _bounded(
        "Pauses",
        [
            CheckResult(
                name="Pause",
                says=f"{pause_words.typed(pause.scope)}, paused {duration(now - pause.since)} ago {_lasts(pause)}",
                remedy="*Resume* in `/tasks pauses` ends it.",
            )
            for pause in await reading.in_force(now=now)
            if pause.until is None or pause.until - pause.since >= _WEEK
        ],
    )


async def second_steps(_config: Settings, now: datetime) -> list[CheckResult]:
    """Batches whose second step is late: Slack did not say who asked for it."""
    late = await following.owed(before=now - _LATE_STEP)
    return [
        CheckResult(
            name="Second steps",
            says=f"those of {count(late, 'batch', 'batches')} are late",
            remedy="See that a bot or worker runs, and that Slack says who asked for them.",
        )
    ] * bool(late)


def _paused(schedule: SavedSchedule, now: datetime) -> CheckResult | None:
    """Bellhop pauses what would fail each time; a person may have forgotten theirs."""
    if schedule.paused_at is None:
        return None
    lasts = duration(now - schedule.paused_at)
    if not schedule.paused_by and schedule.paused_why in _WHY:
        why, remedy = _WHY[schedule.paused_why]
        return _line(schedule, f"was paused by Bellhop {lasts} ago: {why}", f"{remedy} Then resume it.")
    if now - schedule.paused_at < _WEEK:
        return None
    return _line(schedule, f"has been paused for {lasts}", f"Resume or delete it: {_LIST}.")


def _line(schedule: SavedSchedule, says: str, remedy: str) -> CheckResult:
    return CheckResult(name=f"Schedule {schedule.id}", says=says, remedy=remedy)


def _lasts(pause: OpenPause) -> str:
    return f"for {duration(pause.until - pause.since)}" if pause.until else "without an end"


def _bounded(kind: str, lines: list[CheckResult]) -> list[CheckResult]:
    """At most ten of a kind: the answer in Slack has an end."""
    more = len(lines) - _MOST_SAID
    said = CheckResult(name=kind, says=f"{more} more of this kind", remedy="See to those above first.")
    return [*lines[:_MOST_SAID], *([said] if more > 0 else [])]
