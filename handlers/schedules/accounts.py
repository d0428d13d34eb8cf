"""On which accounts a schedule runs: from the words, the form or a list, and as they are now. Raises BadRequest by field."""

from dataclasses import replace
from datetime import datetime

from handlers.schedules.words import Typed, read_target
from handlers.slack.ids import Do
from handlers.slack.request import Request, numbers
from handlers.words import filter_words, list_state, roster_words
from handlers.words.typed_text import plain
from models.accounts import listing, records
from models.domain.conversations import is_channel
from models.domain.errors import BadFilter, BadRequest
from models.domain.filters import RosterFilter, TaskFilter
from models.domain.values.schedules import ScheduleInput, Target
from models.messages import saved_views
from models.schedules import targets
from models.schedules.targets import Found

_MOST_LISTED = 1000  # accounts of a list; a group may have more
_NONE = (
    "Say on which accounts, with `group:`, `login:`, `owner:`, `account:` or `view:`. "
    "For example: `/tasks schedule check group:emea every day 06:00`"
)
_ONE = "Choose accounts, a group or a filter: one of the three."


async def of_words(wanted: Typed, request: Request) -> Target:
    """What was typed: a filter, accounts by name, or a saved view."""
    if (wanted.filter != RosterFilter()) + bool(wanted.accounts) + bool(wanted.view) != 1:
        raise BadRequest({"accounts": _NONE})
    if wanted.view:
        return await _of_view(wanted.view, request)
    if not wanted.accounts:
        return await of_filter(wanted.filter)
    found = await listing.named(wanted.accounts)
    if unknown := [name for name in wanted.accounts if found[name] is None]:
        raise BadRequest(
            {"accounts": f"There is no account `{filter_words.shown(unknown[0])}`. `/accounts` lists them."}
        )
    return Target(account_ids=tuple(dict.fromkeys(account.id for account in found.values() if account)))


async def of_filter(wanted: RosterFilter) -> Target:
    """The accounts of a filter; a group alone stays a group, so that the form shows it in its menu."""
    if wanted.held:
        raise BadRequest({"filter": "A schedule leaves out accounts on hold, so leave out `held`."})
    groups = tuple(dict.fromkeys([await known_group(name) for name in wanted.groups]))
    wanted = replace(wanted, groups=groups, page=1)
    if len(groups) == 1 and wanted == RosterFilter(groups=groups):
        return Target(group=groups[0])
    return Target(accounts=roster_words.render(wanted))


def of_tasks(wanted: TaskFilter) -> Target:
    """The accounts of a list of tasks; of one that is filtered by a type and one group alone, those of the group."""
    if len(wanted.groups) == 1 and replace(wanted, types=(), groups=()).is_empty:
        return Target(group=wanted.groups[0])
    return Target(tasks=filter_words.render(wanted))


async def of_form(request: Request, tasks: str) -> Target:
    """What the form says; ``tasks``: the list it was opened from."""
    if tasks:
        return Target(tasks=tasks)
    ids = numbers(request.chosen("accounts", Do.CHOOSE_ACCOUNTS))
    group = "".join(request.chosen("group", Do.CHOOSE_GROUP)).strip()
    typed = plain("".join(request.chosen("filter", Do.FILL_SCHEDULE))).strip()
    if bool(ids) + bool(group) + bool(typed) > 1:
        raise BadRequest({"filter" if typed else "group": _ONE})
    if group:
        return Target(group=await known_group(group))
    if typed:
        return await _of_typed(typed, request.user)
    if not ids or len(ids) > _MOST_LISTED:
        raise BadRequest({"accounts": f"Choose 1 to {_MOST_LISTED} accounts, a group or a filter."})
    found = await records.by_ids(ids)
    if not found:
        raise BadRequest({"accounts": "There is no such account any more. Choose again."})
    return Target(account_ids=tuple(account.id for account in found))


async def known_group(name: str) -> str:
    """The group that was meant; raise BadRequest where there is none."""
    group = await listing.group_meant(name)
    if group not in await listing.groups():
        raise BadRequest(
            {
                "group": f"There is no such group: `{filter_words.shown(name)}`. `/accounts` lists the accounts with their groups."
            }
        )
    return group


async def found(wanted: ScheduleInput, *, now: datetime) -> Found:
    """The accounts as they are now."""
    return await targets.find(wanted.target, read_target(wanted.target), zone=wanted.calendar.zone, now=now)


def touched(wanted: ScheduleInput, accounts: Found, *, is_own: bool) -> tuple[str, ...]:
    """The account groups in which one must have the right to change it."""
    return targets.touched(wanted.target, read_target(wanted.target), accounts, is_own=is_own)


async def _of_typed(typed: str, me: str) -> Target:
    try:
        wanted = roster_words.parse(filter_words.split(typed), me=me)
        return await of_filter(wanted)
    except BadFilter as error:
        raise BadRequest({"filter": str(error)}) from None
    except BadRequest as error:
        raise BadRequest({"filter": next(iter(error.refusals.values()))}) from None


async def _of_view(name: str, request: Request) -> Target:
    channel = request.channel if is_channel(request.channel) else ""
    view = await saved_views.named(name, request.user, channel)
    if view is None:
        raise BadRequest(
            {"accounts": f"There is no saved view `{filter_words.shown(name)}`. `/tasks views` lists yours."}
        )
    wanted = list_state.decode(view.sheet).filter
    if wanted.is_empty:
        raise BadRequest({"accounts": "That view shows all tasks. Choose one with a filter."})
    return of_tasks(wanted)
