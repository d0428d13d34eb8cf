"""Accounts and what belongs to them: import from a file, and the credentials a browser needs.

The file's header is ``login,user_id,password,group,proxy,needs_proxy,session,owner,totp``; ``login`` and ``group`` are
required. A file with one bad line imports nothing, and says which lines are bad and why.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

from tortoise.expressions import RawSQL
from tortoise.queryset import QuerySet

from models.accounts import proxies
from models.accounts.logins import stored_logins
from models.domain.conditions import group_refusal
from models.domain.errors import BadRequest, CannotUnseal
from models.domain.outcomes import Credentials
from models.domain.proxies import ProxyAddress
from models.domain.text import login_key
from models.domain.values.accounts import CHANGED, AccountRecord, AccountRow, Imported
from models.secrets.sealing import Sealer, account_place
from models.sql import locks_rows, rows, run_each, server_time, transaction, write_first
from models.tables.accounts import Account, Group, Proxy
from models.tables.values import value_of

T = TypeVar("T")
_MOST_REFUSED = 10  # names of groups


async def save_accounts(
    given: Sequence[AccountRecord], *, sealer: Sealer, progress: Callable[[int], None] | None = None
) -> Imported:
    """Add or change accounts by login, all or none. An empty password, session or totp leaves the stored one, as does
    what a record leaves.

    A login is compared as ``login_key`` says, and stays as it was first given. In few statements, however many there are: on SQLite everything else waits meanwhile. ``progress`` is told how many are written.
    """

    async def body() -> int:
        await write_first()
        await check_groups(given)
        stored = await stored_logins([record.login for record in given])
        records = [replace(record, login=stored.get(record.login, record.login)) for record in given]
        await run_each(_NEW_GROUP, [(name,) for name in sorted({record.group for record in records})])
        groups = {row["name"]: row["id"] for row in await rows("SELECT id, name FROM account_group")}
        numbers = await proxies.assign(records, sealer=sealer)
        known = set(stored.values())
        for done, some in enumerate(_in_steps(records)):
            await _save_some(some, groups, numbers, known)
            await _seal(some, sealer)
            if progress:
                progress(done * _STEP + len(some))
        return len(records) - len(known)

    added = await transaction(body)
    return Imported(added=added, changed=len(given) - added)


async def _save_some(
    records: Sequence[AccountRecord],
    groups: Mapping[str, int],
    numbers: Mapping[str, int],
    known: Set[str],
) -> None:
    await Account.bulk_create(
        [
            Account(login=record.login, login_key=login_key(record.login), **_fields(record, groups, numbers))
            for record in records
            if record.login not in known
        ]
    )
    changed = [record for record in records if record.login in known]
    for left in {record.left for record in changed}:  # one, but for lines without a header
        alike = [record for record in changed if record.left == left]
        fields = [_fields(record, groups, numbers) for record in alike]
        columns = [column for column, field in _COLUMNS.items() if field not in left]
        if not columns:
            continue
        await run_each(
            f"UPDATE account SET {', '.join(f'{column} = ?' for column in columns)} WHERE login = ?",  # noqa: S608 - our names
            [
                (*(one[column] for column in columns), record.login)
                for one, record in zip(fields, alike, strict=True)
            ],
        )


def _in_steps(all_of_them: Sequence[T]) -> Iterator[Sequence[T]]:
    """Few at a time: while some are made into rows, nobody else is answered."""
    return (all_of_them[start : start + _STEP] for start in range(0, len(all_of_them), _STEP))


async def check_groups(records: Sequence[AccountRecord]) -> None:
    """Raise BadRequest for a new group whose name would be read as something else. One that exists stays in use."""
    known = set(await Group.all().values_list("name", flat=True))
    new = sorted({record.group for record in records} - known)
    if refused := [why for name in new if (why := group_refusal(name))]:
        raise BadRequest({"group": " ".join(refused[:_MOST_REFUSED])})


_COLUMNS = {"group_id": "group"} | {{"proxy": "proxy_id"}.get(name, name): name for name in CHANGED}

_NEW_GROUP = "INSERT INTO account_group (name) VALUES (?) ON CONFLICT (name) DO NOTHING"
_STEP = 100  # accounts


def _fields(record: AccountRecord, groups: Mapping[str, int], numbers: Mapping[str, int]) -> dict[str, Any]:
    """The columns of a record."""
    return {
        "group_id": groups[record.group],
        "user_id": record.user_id,
        "proxy_id": numbers.get(record.login),
        "needs_proxy": record.needs_proxy,
        "owner": record.owner,
    }


async def credentials(account_id: int, *, sealer: Sealer) -> Credentials:
    """The account's secrets, opened. Raise CannotUnseal when the keys do not fit."""
    account = await Account.with_secrets.get(id=account_id).select_related("proxy")
    session = _open(account.session, sealer, account_place(account.id, "session"))
    return Credentials(
        login=account.login,
        user_id=account.user_id,
        password=_open(account.password, sealer, account_place(account.id, "password")),
        session=json.loads(session) if session else None,
        proxy=proxies.opened(account.proxy, sealer) if account.proxy else None,
        needs_proxy=account.needs_proxy,
        proxy_id=account.proxy.id if account.proxy else 0,
        totp=_open(account.totp, sealer, account_place(account.id, "totp")),
    )


def seal_session(account_id: int, session: Mapping[str, Any], *, sealer: Sealer) -> bytes:
    """The session an attempt ended with, as the account keeps it."""
    return sealer.seal(session_text(session), place=account_place(account_id, "session"))


def session_text(session: Mapping[str, Any]) -> str:
    """A session as it is sealed."""
    return json.dumps(session)


async def keep_secret(
    account_id: int,
    column: Literal["password", "session"],
    secret: str,
    *,
    sealer: Sealer,
    now: datetime,
) -> None:
    """Keep a password, or a session as ``session_text`` writes it, instead of the stored one."""
    sealed = sealer.seal(secret, place=account_place(account_id, column))
    await Account.filter(id=account_id).update(**{column: sealed, "credentials_at": now})


async def by_ids(ids: Sequence[int]) -> list[Account]:
    """The accounts with these ids; one that is gone is left out."""
    return await Account.filter(id__in=ids).order_by("login")


async def get(account_id: int, *, locked: bool = False) -> AccountRow | None:
    """The account with this number; None when it is gone. ``locked``: nobody else changes it before the transaction ends."""
    found = Account.filter(id=account_id)
    shown = await rows_of(found.select_for_update() if locked and locks_rows() else found)
    return next(iter(shown), None)


async def rows_of(accounts: QuerySet[Account]) -> list[AccountRow]:
    """Accounts as they are shown; of their secrets only whether there are any is read."""
    found = await accounts.annotate(**_KEPT).prefetch_related("group", "proxy")
    return [
        value_of(
            AccountRow,
            account,
            group=account.group.name,
            proxy=shown_address(account.proxy),
            **{name: bool(getattr(account, name)) for name in _KEPT},
        )
        for account in found
    ]


_KEPT = {
    f"has_{column}": RawSQL(f"account.{column} IS NOT NULL") for column in ("password", "session", "totp")
}


def shown_address(proxy: Proxy | None) -> ProxyAddress | None:
    """A proxy's address without its password."""
    if proxy is None:
        return None
    return ProxyAddress(scheme=proxy.scheme, host=proxy.host, port=proxy.port, username=proxy.username)


async def _seal(records: Sequence[AccountRecord], sealer: Sealer) -> None:
    stored = await rows(
        "SELECT id, login, password, session, totp FROM account WHERE login IN (:logins)",
        logins=[record.login for record in records],
    )
    known = {row["login"]: row for row in stored}
    given: set[int] = set()
    for column in ("password", "session", "totp"):
        secrets = [(known[record.login], _secret(record, column)) for record in records]
        changed = [
            (row["id"], secret)
            for row, secret in secrets
            if secret and not _is_same(row[column], secret, sealer, account_place(row["id"], column))
        ]
        await run_each(
            f"UPDATE account SET {column} = ? WHERE id = ?",  # noqa: S608 - one of three words
            [
                (sealer.seal(secret, place=account_place(account, column)), account)
                for account, secret in changed
            ],
        )
        if column != "totp":  # a key of codes mends no password that the site refused
            given.update(account for account, _ in changed)
    if given:
        now = await server_time() or datetime.now(UTC)
        await rows(
            "UPDATE account SET credentials_at = :now WHERE id IN (:ids) RETURNING id",
            now=now,
            ids=sorted(given),
        )


def _is_same(sealed: bytes | None, secret: str, sealer: Sealer, place: str) -> bool:
    """Whether a secret is stored already, so that nothing has changed; one that cannot be opened is another one."""
    try:
        return _open(sealed, sealer, place) == secret
    except CannotUnseal:
        return False


def _secret(record: AccountRecord, column: str) -> str:
    if column == "password":
        return record.password
    if column == "totp":
        return record.totp
    if record.kept_session:
        return record.kept_session()
    return json.dumps(record.session) if record.session else ""


def _open(sealed: bytes | None, sealer: Sealer, place: str) -> str | None:
    return sealer.open(sealed, place=place) if sealed else None
