"""What an import would take from accounts that are there, for its preview."""

from collections.abc import Sequence

from models.accounts.logins import stored_logins
from models.domain.values.accounts import AccountRecord, Losses
from models.sql import locks_rows, rows

_HAVE = "SELECT login, proxy_id, needs_proxy FROM account WHERE login IN (:logins) ORDER BY id"


async def losses(records: Sequence[AccountRecord], *, locked: bool = False) -> Losses:
    """The accounts that have a proxy, or need one, and would not any more. ``locked``: nobody else changes them before the
    transaction ends.
    """
    stored = await stored_logins([record.login for record in records])
    statement = f"{_HAVE} FOR UPDATE" if locked and locks_rows() else _HAVE
    have = {row["login"]: row for row in await rows(statement, logins=set(stored.values()))} if stored else {}
    pairs = [(record, have[login]) for record in records if (login := stored.get(record.login))]
    return Losses(
        proxy=tuple(
            row["login"]
            for record, row in pairs
            if row["proxy_id"] and not record.proxy and "proxy" not in record.left
        ),
        needs_proxy=tuple(
            row["login"]
            for record, row in pairs
            if row["needs_proxy"] and not record.needs_proxy and "needs_proxy" not in record.left
        ),
    )
