"""A schedule that runs every few minutes leaves very many runs: what is read often reads the newest of them."""

import pytest

from models.alerts import measures
from models.schedules import runs
from models.sql import rows
from tests.models.schedules.conftest import BEGIN


@pytest.mark.parametrize(
    ("statement", "values"), [(runs.LAST_RUNS, {"id": 1, "most": 10}), (measures.MISSED, {"since": BEGIN})]
)
async def test_the_last_runs_are_found_without_reading_those_of_a_year(
    sqlite: str, statement: str, values: dict[str, object]
) -> None:
    plan = [step["detail"] for step in await rows(f"EXPLAIN QUERY PLAN {statement}", **values)]

    assert not [step for step in plan if step.startswith(("SCAN schedule_run", "SCAN (subquery"))]
    assert [step for step in plan if "sqlite_autoindex_schedule_run" in step]
