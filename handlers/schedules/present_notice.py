"""What is said of due times that were missed, and of runs that made nothing. Pure."""

from datetime import datetime

from handlers.schedules.present_words import about
from handlers.slack import texts
from handlers.slack.labels import person
from models.domain.values.schedules import MOST_ACCOUNTS, RunDetail, RunStatus, SavedSchedule

_CHANGE = "`/tasks schedules` lists all schedules."


def missed(schedule: SavedSchedule, run: RunDetail, *, is_seen: bool, now: datetime) -> str:
    """To the schedule's channel."""
    what = about(schedule) if is_seen else ""
    first, last = (texts.moment(at, zone=None, now=now) for at in (run.due_at, run.last_at))
    when = f"the run of {first}" if run.times == 1 else f"{run.times} runs, from {first} to {last}"
    following = (
        f" It is due again at {texts.moment(schedule.next_at, zone=None, now=now)}."
        if schedule.next_at
        else ""
    )
    return (
        f":warning: Schedule {schedule.id}{what} missed {when}: Bellhop could not start "
        f"{'it' if run.times == 1 else 'them'} in time.{following} To run it now, press *Run now* in `/tasks schedules`."
    )


def not_run(schedule: SavedSchedule, run: RunDetail, *, reader: str, is_seen: bool, now: datetime) -> str:
    """To the owner, or an admin."""
    if not is_seen:
        return (
            f"Your schedule {schedule.id} did not run, because you may no longer create its tasks. It is paused. "
            "`/tasks access` says who can give you access."
        )
    at = texts.moment(run.due_at, zone=None, now=now)
    return (
        f":warning: Schedule {schedule.id}{about(schedule)} did not run at {at}: "
        f"{_why(schedule, run, reader=reader)} {_CHANGE}"
    )


def _why(schedule: SavedSchedule, run: RunDetail, *, reader: str) -> str:
    """Why, and what to do, as sentences."""
    match run.status:
        case RunStatus.GONE:
            group = schedule.target.group
            which = f"the group *{texts.escape(group)}*" if group else "a group of its filter"
            return (
                f"{which} no longer exists. The schedule is paused. "
                "Change it to other accounts, then resume it."
            )
        case RunStatus.REFUSED:
            is_own = reader == schedule.owner
            who = "you" if is_own else f"{person(schedule.owner)} was deactivated, or"
            return (
                f"{who} may no longer create these tasks. The schedule is paused. "
                "To take it over, change and save it, then resume it."
            )
        case RunStatus.TOO_MANY:
            return f"it has more than {MOST_ACCOUNTS:,} accounts. Split it into several schedules."
        case _ if run.held:
            held = texts.count(run.held, "account")
            return f"all its accounts ({held}) are on hold. `/accounts held` lists them."
        case _:
            return "it has no accounts now. Change the accounts, pause it, or delete it."
