"""The accounts of a schedule, as they are now."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from models.accounts import listing
from models.domain.filters import RosterFilter, TaskFilter
from models.domain.permissions import ALL_GROUPS
from models.domain.values.schedules import MOST_ACCOUNTS, Target
from models.sql import fetch, rows
from models.tables.accounts import Group
from models.tasks import pages


@dataclass(frozen=True, kw_only=True)
class Found:
    """The accounts to run on, and how many are left out since they are on hold."""

    ids: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    held: int = 0
    is_gone: bool = False  # the group is no more, or one of those that a filter names
    is_too_many: bool = False


Wanted = TaskFilter | RosterFilter
"""The list of tasks whose accounts they are, or the filter of accounts: read from the target's words."""


async def find(target: Target, wanted: Wanted | None, *, zone: ZoneInfo, now: datetime) -> Found:
    """Look them up. ``wanted``: what the target's words say."""
    named = wanted.groups if isinstance(wanted, RosterFilter) else tuple(filter(None, [target.group]))
    if named and await Group.filter(name__in=named).count() < len(named):
        return Found(is_gone=True, groups=named)
    if target.group:
        return await _found("g.name = :group", group=target.group)
    if isinstance(wanted, RosterFilter):
        ids = await listing.matching(wanted).limit(MOST_ACCOUNTS + 1).values_list("id", flat=True)
        found = await _found("a.id IN (:ids)", ids=ids)
        return found if found.groups else replace(found, groups=named)
    if wanted is None:
        return await _found("a.id IN (:ids)", ids=target.account_ids)
    statement, values = pages.matching_statement(wanted, zone=zone, now=now, columns=("account_id",))
    matching = await fetch(
        f'SELECT DISTINCT m."0" AS id FROM ({statement}) AS m LIMIT {MOST_ACCOUNTS + 1}',  # noqa: S608 - our own SELECT
        values,
    )
    return await _found("a.id IN (:ids)", ids=[row["id"] for row in matching])


def touched(target: Target, wanted: Wanted | None, found: Found, *, is_own: bool) -> tuple[str, ...]:
    """The groups in which one must have the right to change a schedule.

    Which accounts the list or filter of somebody else's finds just now, perhaps none, does not make it one's own: all
    groups count that it may ever find.
    """
    if target.group or is_own:
        return found.groups or tuple(filter(None, [target.group]))
    named = wanted.groups if wanted is not None else ()
    is_open = not named if wanted is not None else not found.groups
    return tuple(sorted({*found.groups, *named, *([ALL_GROUPS] if is_open else [])}))


_ACCOUNTS = """
SELECT a.id AS id, g.name AS name, a.id IN (SELECT account_id FROM hold WHERE released_at IS NULL) AS held
FROM account a JOIN account_group g ON g.id = a.group_id WHERE {which} ORDER BY a.login LIMIT :most
"""


async def _found(which: str, **values: object) -> Found:
    accounts = await rows(_ACCOUNTS.format(which=which), most=MOST_ACCOUNTS + 1, **values)
    free = [row for row in accounts if not row["held"]]
    return Found(
        ids=tuple(row["id"] for row in free),
        groups=tuple(sorted({row["name"] for row in accounts})),
        held=len(accounts) - len(free),
        is_too_many=len(accounts) > MOST_ACCOUNTS,
    )
