"""What is scraped every few seconds costs no more with a million tasks."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from models import sql
from models.monitoring import gauges
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import claimed, waiting_tasks

_STATISTICS = """
INSERT INTO sqlite_stat1 VALUES ('task', 'idx_task_status_0e524b', '1000000 142858 1 1'),
  ('task', 'idx_task_type_8a0f5b', '1000000 200000 1 1')
"""
"""As SQLite has them of a million tasks."""


async def test_the_oldest_live_task_of_each_type_is_found(
    database: str, sealer: Sealer, now: datetime
) -> None:
    one, two, _ = await waiting_tasks(3, sealer)
    for task in (one, two):
        await claimed(task)
    await Task.filter(id=one).update(started_at=now)

    assert await gauges.live_since() == {"check": now}


async def test_it_is_found_without_reading_every_task(sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for statement in ("ANALYZE", "DELETE FROM sqlite_stat1", _STATISTICS, "ANALYZE sqlite_schema"):
        await sql.run(statement, ())
    plan: list[str] = []
    ask: Callable[..., Any] = gauges.rows

    async def explained(statement: str, **values: Any) -> list[dict[str, Any]]:
        plan.extend(step["detail"] for step in await ask(f"EXPLAIN QUERY PLAN {statement}", **values))
        return []

    monkeypatch.setattr(gauges, "rows", explained)
    await gauges.live_since()

    assert any("idx_task_status" in step for step in plan)
    assert not any("SCAN task" in step for step in plan)
