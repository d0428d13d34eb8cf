"""A window of an account's one-time codes is taken once, whoever asks; on both databases."""

import asyncio
import time

import pytest

from models.accounts.code_windows import is_ahead, take_window
from models.accounts.records import credentials, save_accounts
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from tests.factories import some_accounts

pytestmark = pytest.mark.usefixtures("database")
NOW = int(time.time()) // 30 * 30  # the window that is open when the tests begin


async def test_of_many_at_once_one_takes_it(sealer: Sealer) -> None:
    account, other = await some_accounts(2, sealer)

    taken = await asyncio.gather(*(take_window(account.id, NOW, period=30) for _ in range(5)))

    assert sorted(taken) == [False] * 4 + [True]
    assert await take_window(other.id, NOW, period=30)


async def test_a_window_that_is_over_is_not_taken_and_the_next_one_is(sealer: Sealer) -> None:
    (account,) = await some_accounts(1, sealer)
    await take_window(account.id, NOW, period=30)

    assert not await take_window(account.id, NOW - 30, period=30)
    assert await take_window(account.id, NOW + 30, period=30)


@pytest.mark.parametrize("ahead", [120, 86_400, 10 * 365 * 86_400])
async def test_a_worker_whose_clock_is_ahead_takes_no_window_and_hides_none_that_was_used(
    sealer: Sealer, ahead: int
) -> None:
    (account,) = await some_accounts(1, sealer)
    now = int(time.time()) // 30 * 30
    await take_window(account.id, now, period=30)

    assert not await take_window(account.id, now + ahead, period=30)
    assert await is_ahead(now + ahead, period=30)
    assert not await take_window(account.id, now, period=30)
    assert not await is_ahead(now, period=30)


async def test_a_window_that_a_wrong_clock_has_left_holds_up_nobody(sealer: Sealer) -> None:
    (account,) = await some_accounts(1, sealer)
    await Account.filter(id=account.id).update(totp_window=NOW + 10 * 365 * 86_400)

    assert await take_window(account.id, NOW, period=30)


async def test_a_new_import_of_the_secret_opens_no_used_window(sealer: Sealer) -> None:
    record = AccountRecord(login="kim", group="emea", totp="JBSWY3DPEHPK3PXP")
    await save_accounts([record], sealer=sealer)
    account = await Account.with_secrets.get()
    await take_window(account.id, NOW, period=30)

    await save_accounts([record], sealer=sealer)
    await save_accounts([AccountRecord(login="kim", group="emea")], sealer=sealer)

    assert not await take_window(account.id, NOW, period=30)
    assert (await credentials(account.id, sealer=sealer)).totp == "JBSWY3DPEHPK3PXP"
    assert account.totp is not None
    assert b"JBSWY3DP" not in account.totp
