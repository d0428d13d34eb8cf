"""Sealed sessions, pictures and traces are read where somebody needs them, and nowhere else."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from tortoise.backends.base.executor import BaseExecutor

from models.accounts import export, holds, listing, records
from models.batches import create
from models.domain.filters import RosterFilter
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer
from models.tables.tasks import StatusNote
from models.tasks import attempts, queries
from tests.factories import waiting_tasks

_HEAVY = re.compile(r"\b(session|totp|trace|picture)\b(?! IS NOT NULL)")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The SELECTs that were made."""
    made: list[str] = []
    select = BaseExecutor.execute_select

    async def watched(self: BaseExecutor, sql: str, *values: Any, **more: Any) -> Any:
        made.append(sql)
        return await select(self, sql, *values, **more)

    monkeypatch.setattr(BaseExecutor, "execute_select", watched)
    return made


async def test_lists_cards_and_forms_read_no_sealed_session_picture_or_trace(
    database: str, sealer: Sealer, read: list[str]
) -> None:
    now = datetime.now(UTC)
    (task_id,) = await waiting_tasks(1, sealer)
    (account,) = await listing.in_group("emea", most=10)
    await holds.hold([account.id], why="look", by="U0ANA", now=now)
    (hold,) = (await holds.of([account.id])).values()

    await records.by_ids([account.id])
    await listing.near("emae", most=5)
    await listing.page(RosterFilter())
    await listing.detail(account.id)
    assert [one async for one in export.accounts(RosterFilter())]
    wanted = BatchRequest(type="check", account_ids=(account.id,), params={}, by="U0ANA", channel="C0OPS")
    await create.create(wanted, now=now)
    await queries.task_detail(task_id, now=now)
    await attempts.compared(task_id)
    await holds.detail(hold.id)
    await StatusNote.get_or_none(attempt_id=1)

    assert sum("login" in one for one in read) > 8
    assert [one for one in read if _HEAVY.search(one)] == []


async def test_a_group_is_read_up_to_a_bound(sqlite: str, sealer: Sealer) -> None:
    await waiting_tasks(3, sealer)

    assert (len(await listing.in_group("emea", most=2)), await listing.count_in_group("emea")) == (2, 3)


async def test_whether_there_are_secrets_is_known_without_them(database: str, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)

    (row,) = (await listing.page(RosterFilter())).rows

    assert (row.account.has_password, row.account.has_session, row.account.has_totp) == (True, False, False)
