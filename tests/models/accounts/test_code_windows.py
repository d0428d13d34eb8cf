"""A window of an account's one-time codes is taken once, whoever asks; on both databases."""

import asyncio

import pytest

from models.accounts.code_windows import take_window
from models.accounts.records import credentials, save_accounts
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from tests.factories import some_accounts

pytestmark = pytest.mark.usefixtures("database")
NOW = 1_800_000_000


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


async def test_a_clock_that_was_far_ahead_holds_up_nobody(sealer: Sealer) -> None:
    (account,) = await some_accounts(1, sealer)
    await take_window(account.id, NOW + 10 * 365 * 86_400, period=30)

    assert await take_window(account.id, NOW, period=30)


async def test_a_new_import_of_the_secret_opens_no_used_window(sealer: Sealer) -> None:
    record = AccountRecord(login="kim", group="emea", totp="JBSWY3DPEHPK3PXP")
    await save_accounts([record], sealer=sealer)
    account = await Account.get()
    await take_window(account.id, NOW, period=30)

    await save_accounts([record], sealer=sealer)
    await save_accounts([AccountRecord(login="kim", group="emea")], sealer=sealer)

    assert not await take_window(account.id, NOW, period=30)
    assert (await credentials(account.id, sealer=sealer)).totp == "JBSWY3DPEHPK3PXP"
    assert account.totp is not None
    assert b"JBSWY3DP" not in account.totp
