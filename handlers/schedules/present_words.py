"""A schedule in words: what it runs, on which accounts, when. Pure."""

from collections.abc import Sequence

from handlers.slack import texts
from handlers.slack.labels import type_label, when
from models.domain.values.schedules import SavedSchedule, ScheduleInput, Target

_NAMED = 3  # accounts


def about(schedule: SavedSchedule) -> str:
    """Behind its number, as Slack markup."""
    return f" (*{type_label(schedule.type)}* {on(schedule.target)}, {when(schedule.timing, schedule.zone)})"


def on(target: Target, logins: Sequence[str] = ()) -> str:
    """On which accounts; ``logins``: of some of a list."""
    if target.group:
        return f"in *{texts.escape(target.group)}*"
    if target.tasks:
        return f"on the accounts of the tasks {_typed(target.tasks)}"
    if target.accounts:
        return f"on the accounts that match {_typed(target.accounts)}"
    if logins:
        more = len(target.account_ids) - len(logins[:_NAMED])
        rest = f" and {more} more" if more > 0 else ""
        return f"on {texts.escape(', '.join(logins[:_NAMED]))}{rest}"
    return f"on {texts.count(len(target.account_ids), 'account')}"


def shown(tasks: str) -> str:
    """The filter of a list of tasks, within code."""
    return texts.escape_words(texts.clip(tasks, 300)).replace("`", "'")


def _typed(words: str) -> str:
    """As they are typed; people in them are mentions, which Slack does not draw as code."""
    shown = texts.escape_words(texts.clip(words, 200)).replace("`", "")
    return shown if "<@" in shown else f"`{shown}`"


def then(schedule: ScheduleInput) -> str:
    """What follows; empty for nothing."""
    return f"then *{type_label(schedule.then_type)}*" if schedule.then_type else ""
