"""Accounts are imported all or none, and their secrets open in their own row only."""

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tortoise.exceptions import BaseORMException

from models.accounts import listing, proxy_changes, records
from models.accounts.losses import losses
from models.accounts.records import save_accounts
from models.domain.errors import CannotUnseal
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome
from models.domain.proxies import ProxyAddress
from models.domain.values.accounts import AccountRecord, Imported
from models.domain.values.proxies import Takers
from models.secrets.sealing import Sealer, new_key
from models.sql import transaction, write_first
from models.tables.accounts import Account, Group, Proxy
from models.tasks import claims
from tests.factories import claimed, some_accounts, waiting_tasks

_SESSION = {"cookies": [{"name": "c", "value": "hunter2"}], "origins": []}
_PROXY = ProxyAddress(scheme="http", host="proxy.example", port=8080, username="us:er", password="p@ss/w")
_FULL = AccountRecord(
    login="ann", group="emea", user_id="1001", password="pw", proxy=_PROXY, needs_proxy=True, session=_SESSION, owner="U0ANA"
)  # fmt: skip


async def _only() -> Account:
    return await Account.with_secrets.get()


async def test_what_was_imported_is_what_the_browser_gets(database: str, sealer: Sealer) -> None:
    await save_accounts([_FULL], sealer=sealer)

    opened = await records.credentials((await _only()).id, sealer=sealer)

    assert (opened.login, opened.user_id, opened.password, opened.session) == ("ann", "1001", "pw", _SESSION)
    assert (opened.proxy, opened.needs_proxy) == (_PROXY, True)


async def test_an_account_without_secrets_has_none(sqlite: str, sealer: Sealer) -> None:
    await save_accounts([AccountRecord(login="ann", group="emea")], sealer=sealer)

    opened = await records.credentials((await _only()).id, sealer=sealer)

    assert (opened.password, opened.session, opened.proxy, opened.needs_proxy) == (
        None,
        None,
        None,
        False,
    )


@pytest.mark.parametrize(
    "proxy",
    [
        ProxyAddress(scheme="socks5", host="h", port=1080),
        ProxyAddress(scheme="http", host="h", port=1, username="ann"),
        ProxyAddress(scheme="http", host="h", port=1, password="p:/@?#%w"),
        ProxyAddress(scheme="http", host="::1", port=1),
    ],
)
async def test_a_proxy_is_handed_on_as_it_was_given(sqlite: str, sealer: Sealer, proxy: ProxyAddress) -> None:
    await save_accounts([AccountRecord(login="ann", group="emea", proxy=proxy)], sealer=sealer)

    assert (await records.credentials((await _only()).id, sealer=sealer)).proxy == proxy


async def test_secrets_are_neither_stored_nor_shown_in_the_clear(database: str, sealer: Sealer) -> None:
    await save_accounts([_FULL], sealer=sealer)
    account, proxy = await _only(), await Proxy.get()

    stored = b"".join(bytes(sealed or b"") for sealed in (account.password, account.session, proxy.password))
    shown = repr(_FULL) + repr(await records.credentials(account.id, sealer=sealer))

    assert all(secret not in stored for secret in (b"pw", b"hunter2", b"p@ss/w"))
    assert all(secret not in shown for secret in ("'pw'", "hunter2", "p@ss/w", "p%40ss"))


async def test_a_secret_moved_to_another_row_or_field_does_not_open(database: str, sealer: Sealer) -> None:
    ann, ben = await some_accounts(2, sealer)
    await Account.filter(id=ann.id).update(session=records.seal_session(ann.id, _SESSION, sealer=sealer))
    ann = await Account.with_secrets.get(id=ann.id)

    await Account.filter(id=ben.id).update(password=ann.password)
    with pytest.raises(CannotUnseal):
        await records.credentials(ben.id, sealer=sealer)
    await Account.filter(id=ann.id).update(password=ann.session)
    with pytest.raises(CannotUnseal):
        await records.credentials(ann.id, sealer=sealer)


async def test_a_lost_key_is_reported_without_the_secret(sqlite: str, sealer: Sealer) -> None:
    await save_accounts([_FULL], sealer=sealer)

    with pytest.raises(CannotUnseal, match=r"account:\d+:session"):
        await records.credentials((await _only()).id, sealer=Sealer([new_key("other")]))


async def test_a_second_import_changes_what_is_there(database: str, sealer: Sealer) -> None:
    await save_accounts([_FULL], sealer=sealer)
    again = AccountRecord(login="ann", group="apac", user_id="2002")

    done = await save_accounts([again, AccountRecord(login="ben", group="apac")], sealer=sealer)

    ann = await Account.with_secrets.get(login="ann").select_related("group")
    assert done == Imported(added=1, changed=1)
    assert (ann.user_id, ann.group.name) == ("2002", "apac")


async def test_an_empty_password_or_session_leaves_the_stored_one(sqlite: str, sealer: Sealer) -> None:
    await save_accounts([_FULL], sealer=sealer)

    await save_accounts([AccountRecord(login="ann", group="emea")], sealer=sealer)

    opened = await records.credentials((await _only()).id, sealer=sealer)
    assert (opened.password, opened.session) == ("pw", _SESSION)


async def test_an_import_is_all_or_none(database: str, sealer: Sealer) -> None:
    bad = AccountRecord(login="x" * 300, group="emea")

    with pytest.raises((BaseORMException, ValueError)):
        await save_accounts([AccountRecord(login="ann", group="emea"), bad], sealer=sealer)

    assert await Account.all().count() + await Group.all().count() == 0


async def test_accounts_behind_one_proxy_share_it(sqlite: str, sealer: Sealer) -> None:
    lines = [AccountRecord(login=login, group="emea", proxy=_PROXY) for login in ("ann", "ben")]

    await save_accounts(lines, sealer=sealer)

    assert await Proxy.all().count() == 1


async def test_the_session_of_a_settled_attempt_is_kept_and_a_late_one_is_not(
    database: str, sealer: Sealer
) -> None:
    task_id = (await waiting_tasks(1, sealer))[0]
    held, account = await claimed(task_id), await _only()
    await claims.begin(held, now=datetime.now(UTC))
    session = records.seal_session(account.id, {"cookies": []}, sealer=sealer)
    late = records.seal_session(account.id, {"cookies": ["late"]}, sealer=sealer)
    ending = AttemptOutcome(
        status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="logged in", session=session
    )

    assert await claims.settle(held, ending, now=datetime.now(UTC))
    assert not await claims.settle(held, replace(ending, session=late), now=datetime.now(UTC))

    assert (await records.credentials(account.id, sealer=sealer)).session == {"cookies": []}


async def test_a_groups_accounts_come_by_login(sqlite: str, sealer: Sealer) -> None:
    lines = [
        AccountRecord(login=login, group=group) for login, group in [("cem", "a"), ("ann", "a"), ("ben", "b")]
    ]
    await save_accounts(lines, sealer=sealer)

    accounts = await listing.in_group("a", most=10)

    assert [account.login for account in accounts] == ["ann", "cem"]
    assert [account.id for account in await records.by_ids([accounts[1].id, 9999])] == [accounts[1].id]


async def test_thousands_with_a_proxy_each_are_saved_in_few_statements(
    database: str, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = _statements(monkeypatch)
    given = [
        replace(_FULL, login=f"ann{n}", proxy=replace(_PROXY, host=f"proxy{n}.example")) for n in range(400)
    ]

    done = [await save_accounts(given, sealer=sealer) for _ in range(2)]

    assert done == [Imported(added=400, changed=0), Imported(added=0, changed=400)]
    assert 0 < len(statements) < 100
    account = await Account.get(login="ann399")
    assert (await records.credentials(account.id, sealer=sealer)).proxy == given[-1].proxy


def _statements(patch: pytest.MonkeyPatch) -> list[str]:
    """Every statement from now on, as Tortoise tells its logger of them, whatever level the program has set."""
    told, logger = list[str](), logging.getLogger("tortoise.db_client")

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(record.msg)

    patch.setattr(logger, "handlers", [Ear()])
    patch.setattr(logger, "disabled", False)
    patch.setattr(logging.root.manager, "disable", logging.NOTSET)
    patch.setattr(logger, "level", logging.DEBUG)
    logger._cache.clear()
    return told


async def test_no_proxy_that_is_given_while_a_file_is_saved_is_lost_without_being_named(
    database: str, sealer: Sealer
) -> None:
    given = [replace(_FULL, login=f"ann{number}", proxy=None) for number in range(5)]
    await save_accounts(given, sealer=sealer)

    looked = asyncio.Event()

    async def give() -> None:
        await looked.wait()
        await transaction(lambda: proxy_changes.give([_PROXY], "emea", Takers.WITHOUT, sealer=sealer))

    async def saved() -> tuple[str, ...]:
        await write_first()
        named = (await losses(given, locked=True)).proxy
        looked.set()
        for _ in range(50):  # statements: more than the other one has
            await Account.exists()
        await save_accounts(given, sealer=sealer)
        return named

    named, _ = await asyncio.gather(transaction(saved), give())

    left = await Account.exclude(proxy_id=None).values_list("login", flat=True)
    assert (named, left) == ((), ["ann0"])
