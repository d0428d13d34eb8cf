"""What is asked of very many tasks is read by its index, on both databases; on SQLite also where it keeps no statistics."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models import home
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.lifecycle import LoginStatus
from models.domain.triage.failures import failures_of
from models.domain.triage.outcome import Outcome
from models.secrets.sealing import Sealer
from models.sql import fetch, is_postgres, rows
from models.tables.accounts import Account
from models.tables.tasks import Task
from models.tasks import failures, pages
from tests.factories import waiting_tasks
from tests.models.ranks.many import fill

_ZONE, _NOW = ZoneInfo("UTC"), datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
async def many(database: str, sealer: Sealer) -> None:
    """Tasks of which one in fifty met a checkpoint, and needs a person."""
    (model,) = await waiting_tasks(1, sealer)
    await fill(model, 3_000)
    await rows(
        "UPDATE task SET status = 'ended', login_status = 'checkpoint', outcome = 'person', cause = 'checkpoint', "
        "ended_at = created_at WHERE id % 50 = 0 RETURNING id"
    )
    await rows("UPDATE account SET owner = 'U0BEN' WHERE id % 25 = 0 RETURNING id")
    if is_postgres():
        await rows("VACUUM ANALYZE task")
        await rows("ANALYZE account")


async def _plan(statement: str, values: Sequence[Any]) -> str:
    how = "EXPLAIN" if is_postgres() else "EXPLAIN QUERY PLAN"
    return "\n".join(str(list(row.values())[-1]) for row in await fetch(f"{how} {statement}", values))


async def _index(*columns: str) -> str:
    """The name of the index of these columns."""
    if is_postgres():
        wanted = ", ".join(f'"{column}"' if column == "by" else column for column in columns)
        found = await rows(
            "SELECT indexname AS name FROM pg_indexes WHERE indexdef LIKE :end", end=f"%({wanted})"
        )
    else:
        wanted = ",".join(columns)
        found = await rows(
            "SELECT m.name FROM sqlite_master m WHERE m.type = 'index' AND (SELECT group_concat(name) FROM "
            "pragma_index_info(m.name)) = :wanted",
            wanted=wanted,
        )
    return found[0]["name"]


@pytest.mark.usefixtures("many")
async def test_tasks_of_a_login_status_are_read_by_its_index_in_the_order_of_the_list() -> None:
    wanted = TaskFilter(logins=(LoginStatus.CHECKPOINT,))
    statement, values = pages.matching_statement(wanted, zone=_ZONE, now=_NOW)

    plan = await _plan(f"{statement} ORDER BY created_at DESC, id DESC LIMIT 25", values)

    assert await _index("login_status", "created_at", "id") in plan
    assert "SORT" not in plan.upper()
    assert "TEMP B-TREE" not in plan


@pytest.mark.usefixtures("many")
async def test_what_needs_an_owner_is_counted_by_indexes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    await Task.filter(id__lte=200).update(operation_user="U0BEN")
    await Account.filter(id__lte=10).update(owner="U0BEN")
    wanted = TaskFilter(outcomes=(Outcome.PERSON,), mine="U0BEN")
    asked: list[tuple[str, dict[str, Any]]] = []

    async def spied(statement: str, **values: Any) -> list[dict[str, Any]]:
        asked.append((statement, values))
        return await rows(statement, **values)

    monkeypatch.setattr(home, "rows", spied)
    summary = await home.of("U0BEN", now=_NOW)
    statement, values = next(one for one in asked if "outcome = :person" in one[0])
    how = "EXPLAIN" if is_postgres() else "EXPLAIN QUERY PLAN"
    plan = "\n".join(str(list(row.values())[-1]) for row in await rows(f"{how} {statement}", **values))

    assert summary.needs_me == await pages.count(wanted, zone=_ZONE, now=_NOW) > 0
    assert await _index("outcome", "operation_user", "account_id") in plan
    assert await _index("outcome", "account_id", "operation_user") in plan
    assert await _index("owner") in plan
    assert not re.search(r"Seq Scan|SCAN (task|account|t|o)\b", plan)


@pytest.mark.usefixtures("many")
async def test_very_many_failures_are_grouped_by_the_index_of_failures_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = failures.Asked(filter=failures_of(EVERYTHING), zone=_ZONE, now=datetime.now(UTC))
    plans: list[str] = []

    async def explained(statement: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        plans.append(await _plan(statement, values))
        return []

    monkeypatch.setattr(failures, "MANY", -1)
    monkeypatch.setattr(failures, "fetch", explained)
    await failures.of(asked)

    (plan,) = plans
    read = re.findall(r"(?:Scan|SCAN|SEARCH|on|using) .*\btask(?:_\d)?\b.*", plan)
    assert read
    assert all("task_failed" in line for line in read), plan
