"""Names of pages and business managers that tasks of a list ask for: looked at while no other list is created."""

from collections.abc import Sequence

from models.batches import known_accounts
from models.domain.task_files.verdicts import name_of
from models.domain.task_types import TASK_TYPES
from models.domain.values.batches.requests import WantedTask
from models.sql import locks_rows, rows

_LOCK = 7_311_902  # of PostgreSQL's advisory locks


async def alone() -> None:
    """Let nobody else look at names, nor use one that they looked at, before this transaction ends. Only inside one that
    has written: on SQLite that is enough.
    """
    if locks_rows():
        await rows(f"SELECT pg_advisory_xact_lock({_LOCK})")


async def taken(tasks: Sequence[WantedTask]) -> frozenset[int]:
    """The places, from 0, of those whose name another task has used on the account, or will.

    Only inside a transaction that has written: until it ends, nobody else looks. So of two lists that ask for one name
    at the same moment, the second one sees the task of the first.
    """
    names = {
        place: (one.type, name)
        for place, one in enumerate(tasks)
        if one.type in TASK_TYPES and (name := name_of(TASK_TYPES[one.type], one.params))
    }
    if not names:
        return frozenset()
    await alone()
    known = await known_accounts.of_accounts([tasks[place].account_id for place in names])
    return frozenset(
        place
        for place, name in names.items()
        if (account := known.get(tasks[place].account_id)) and name in account.made
    )
