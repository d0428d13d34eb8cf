"""Accounts read from end to end, a chunk at a time, to go out as a file. Of their secrets nothing is read."""

from collections.abc import AsyncIterator, Sequence

from models.accounts.listing import matching
from models.accounts.records import rows_of
from models.domain.filters import RosterFilter
from models.domain.values.accounts import AccountRow

_CHUNK = 200  # accounts: while they become lines, nobody else is answered


async def count(wanted: RosterFilter) -> int:
    """How many accounts match; a filter's page is no matter."""
    return await matching(wanted).count()


async def accounts(wanted: RosterFilter) -> AsyncIterator[Sequence[AccountRow]]:
    """All that match, by login, each as it was when its chunk was read."""
    last = ""
    while some := await _after(last, wanted):
        yield some
        last = some[-1].login


async def _after(login: str, wanted: RosterFilter) -> list[AccountRow]:
    found = matching(wanted).filter(login__gt=login) if login else matching(wanted)
    return await rows_of(found.order_by("login").limit(_CHUNK))
