"""A worker whose clock is ahead of the database's types no one-time code."""

import time
from datetime import UTC, datetime

import pytest

from executor.faults import Unforeseen
from executor.settling import job_of
from models.accounts.records import save_accounts
from models.batches import create
from models.domain.one_time_codes import OneTimeCodes
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from tests.executor.conftest import TOTP
from tests.factories import claimed


async def test_it_says_that_its_clock_is_ahead(database: str, sealer: Sealer) -> None:
    totp = OneTimeCodes(secret=TOTP).text
    await save_accounts([AccountRecord(login="kim", group="g", password="right", totp=totp)], sealer=sealer)
    account = await Account.get()
    request = BatchRequest(type="check", account_ids=(account.id,), params={}, by="U0ANA", channel="C0OPS")
    _, (task_id,) = await create.create(request, now=datetime.now(UTC))
    job = await job_of(await claimed(task_id), sealer, site_url="https://site.example", trace=False)
    assert job.second_step is not None

    with pytest.raises(Unforeseen, match="clock of the worker's machine is ahead"):
        await job.second_step.take_window(int(time.time()) + 120)
