"""Logins as people write them, and the accounts they are of."""

from collections.abc import Sequence

from tortoise.expressions import Q

from models.domain.text import LONGEST_LOGIN, SHORT, login_key
from models.sql import rows
from models.tables.accounts import Account

_LOGINS = "SELECT login, login_key FROM account WHERE login IN (:logins) OR login_key IN (:keys)"


async def known_logins(logins: Sequence[str]) -> set[str]:
    """Those of these logins that there are accounts of."""
    return set(await stored_logins(logins))


async def stored_logins(logins: Sequence[str]) -> dict[str, str]:
    """Those of these logins that there are accounts of, as they are stored."""
    keys = {login: login_key(login) for login in logins}
    found = await rows(_LOGINS, logins=logins, keys=set(keys.values()))
    exact, by_key = {row["login"] for row in found}, {row["login_key"]: row["login"] for row in found}
    spelled = {login: login if login in exact else by_key.get(key) for login, key in keys.items()}
    return {login: stored for login, stored in spelled.items() if stored}


def called(*names: str) -> Q:
    """A condition: the login, however it is spelled, or the user id is one of these.

    Tortoise fails at names no column is long enough for.
    """
    logins = [name for name in names if len(name) <= LONGEST_LOGIN]
    ids = Q(user_id__in=[name for name in logins if len(name) <= SHORT])
    return Q(login__in=logins) | Q(login_key__in=[login_key(name) for name in logins]) | ids


async def exists(name: str) -> bool:
    """Whether an account has this login or user id."""
    return await Account.filter(called(name)).exists()


async def first_beginning(name: str) -> str:
    """The first login that begins so, or whose user id does; empty when there is none."""
    begins = Q(login_key__startswith=login_key(name)) | Q(user_id__startswith=name)
    account = await Account.filter(begins).order_by("login").first()
    return account.login if account else ""
