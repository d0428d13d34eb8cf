"""In which groups of accounts something lies: what a grant by group is asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from models.sql import rows, rows_of_many

_GROUPS = "SELECT DISTINCT name FROM account_group WHERE id IN"


async def of_accounts(account_ids: Iterable[int]) -> tuple[str, ...]:
    """The groups of these accounts."""
    return await _names("(SELECT group_id FROM account WHERE id IN (:ids))", account_ids)


async def of_proxies(proxy_ids: Iterable[int]) -> tuple[str, ...]:
    """The groups of the accounts that use these proxies."""
    return await _names("(SELECT group_id FROM account WHERE proxy_id IN (:ids))", proxy_ids)


async def of_tasks(task_ids: Iterable[int]) -> tuple[str, ...]:
    """The groups of these tasks' accounts, as they are now: a task goes where its account goes."""
    return await _names(
        "(SELECT group_id FROM account WHERE id IN (SELECT account_id FROM task WHERE id IN (:ids)))",
        task_ids,
    )


async def of_selected(select: str) -> tuple[str, ...]:
    """The groups of the tasks of a SELECT of ids without parameters; none where it finds no task."""
    which = f"(SELECT group_id FROM account WHERE id IN (SELECT account_id FROM task WHERE id IN ({select})))"  # noqa: S608 - our own SELECT
    return _sorted(await rows(f"{_GROUPS} {which}"))


async def of_operation(operation: int) -> tuple[str, ...]:
    """The groups of an operation's frozen tasks."""
    which = "(SELECT group_id FROM account WHERE id IN (SELECT account_id FROM task WHERE id IN (SELECT task_id FROM batch_item WHERE batch_id = :id)))"
    return _sorted(await rows(f"{_GROUPS} {which}", id=operation))


async def _names(which: str, ids: Iterable[int]) -> tuple[str, ...]:
    return _sorted(await rows_of_many(f"{_GROUPS} {which}", sorted(set(ids))))


def _sorted(named: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(sorted({str(row["name"]) for row in named}))
