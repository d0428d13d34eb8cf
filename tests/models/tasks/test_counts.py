"""Counts that stay cheap are exact at every moment: folded or not, on both databases, whoever counts at once."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise.exceptions import BaseORMException

from models.batches import create
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.lifecycle import LoginStatus, Status
from models.domain.triage.outcome import FAILED, Outcome
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer
from models.tables.counts import Tally, TallyChange
from models.tables.tasks import Task
from models.tasks import bulk, counts_rebuild
from models.tasks import counts as task_counts
from tests.factories import ended, some_accounts, waiting_tasks
from tests.models import random_tasks
from tests.models.examples import ExampleDatabase
from tests.models.random_tasks import Made, matches

_asked = st.builds(
    TaskFilter,
    statuses=st.sets(st.sampled_from(Status), max_size=3).map(tuple),
    outcomes=st.just(()) | st.sets(st.sampled_from(Outcome), max_size=4).map(tuple),
    types=st.sets(st.sampled_from(["check", "create_bm"])).map(tuple),
    groups=st.sets(st.sampled_from(["emea", "north america", "nobody's"]), max_size=2).map(tuple),
    users=st.sets(st.sampled_from(["U0ANA", "U0BEN"])).map(tuple),
)


async def _rows() -> set[tuple[int, str, str, str, str, int]]:
    """The folded counts, without those that are zero."""
    return {
        (row.group_id, row.type, row.status, row.day, row.by, row.n) for row in await Tally.all() if row.n
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=random_tasks.tasks, wanted=_asked, folded=st.integers(0, 25))
def test_the_count_is_exact_whatever_is_folded(
    examples: ExampleDatabase, made: list[Made], wanted: TaskFilter, folded: int
) -> None:
    examples.empty()
    tasks = examples.run(random_tasks.write(made, folded=folded))
    matching = [task for n, task in tasks.items() if matches(wanted, n, task)]
    days = Counter(task.created_at.astimezone(UTC).date().isoformat() for task in matching)

    assert examples.run(task_counts.total(wanted)) == len(matching)
    if not task_counts.answers_by_day(wanted):
        return
    for day in days:
        later = sum(n for other, n in days.items() if other > day)
        assert examples.run(task_counts.after(wanted, day)) == (later, days[day])
        rows_of_it = range(later, later + days[day])
        assert all(
            examples.run(task_counts.day_at(wanted, row)) == (day, later, days[day]) for row in rows_of_it
        )
    assert examples.run(task_counts.day_at(wanted, len(matching))) is None


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=random_tasks.tasks)
def test_counting_anew_comes_to_the_same(examples: ExampleDatabase, made: list[Made]) -> None:
    examples.empty()
    examples.run(random_tasks.write(made, folded=25))
    folded = examples.run(_rows())

    examples.run(counts_rebuild.count_anew())

    assert examples.run(_rows()) == folded


async def test_every_move_is_counted(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(4, sealer)
    await ended(ids[0])
    await bulk.cancel(ids[1:3], by="U0ANA", now=now)
    await bulk.repeat(ids[:1], by="U0ANA", batch_id=None, now=now)

    counts = {status: await task_counts.total(TaskFilter(statuses=(status,))) for status in Status}

    assert {status: n for status, n in counts.items() if n} == {Status.WAITING: 2, Status.CANCELED: 2}
    assert await task_counts.total(EVERYTHING) == 4


async def test_many_folds_at_once_count_each_change_once(
    database: str, sealer: Sealer, now: datetime
) -> None:
    ids = await waiting_tasks(30, sealer)
    cancels = (bulk.cancel(ids[n : n + 5], by="U0ANA", now=now) for n in range(0, 30, 5))

    await asyncio.gather(*cancels, *(task_counts.fold() for _ in range(8)))
    while await task_counts.fold():
        pass

    assert await TallyChange.all().count() == 0
    assert await task_counts.total(TaskFilter(statuses=(Status.CANCELED,))) == 30
    assert await task_counts.total(TaskFilter(statuses=(Status.WAITING,))) == 0


async def test_what_was_not_written_is_not_counted(database: str, sealer: Sealer, now: datetime) -> None:
    (account,) = await some_accounts(1, sealer)
    asked = BatchRequest(type="x" * 500, account_ids=(account.id,), by="U0ANA", channel="C0OPS")

    with pytest.raises((BaseORMException, ValueError)):
        await create.create(asked, now=now)

    assert await task_counts.total(EVERYTHING) == 0


async def test_a_group_that_does_not_exist_has_no_tasks(sqlite: str, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)

    assert await task_counts.total(TaskFilter(groups=("nobody's",))) == 0
    assert await task_counts.after(TaskFilter(groups=("nobody's",)), "2026-01-01") == (0, 0)
    assert await task_counts.day_at(TaskFilter(groups=("nobody's",)), 0) is None


async def test_changes_that_cancel_out_leave_nothing_to_fold(sqlite: str, now: datetime) -> None:
    more = task_counts.Change(group_id=1, type="check", status="waiting", created_at=now, by="U0ANA", n=1)
    fewer = task_counts.Change(group_id=1, type="check", status="waiting", created_at=now, by="U0ANA", n=-1)

    await task_counts.add([more, fewer])

    assert await TallyChange.all().count() == 0


async def test_a_task_counts_on_the_utc_day_it_was_made(sqlite: str, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await Task.filter(id=task_id).update(
        created_at=datetime(2026, 3, 1, 0, 30, tzinfo=UTC) - timedelta(hours=1)
    )

    await counts_rebuild.count_anew()

    assert await task_counts.day_at(EVERYTHING, 0) == ("2026-02-28", 0, 1)


@pytest.mark.parametrize(
    ("wanted", "known", "by_day"),
    [
        (TaskFilter(groups=("emea",), types=("check",), statuses=(Status.WAITING,)), True, True),
        (TaskFilter(users=("U0ANA",)), True, True),
        (TaskFilter(users=("U0ANA",), types=("check",)), True, False),
        (TaskFilter(outcomes=FAILED, groups=("emea",)), True, True),
        (TaskFilter(users=("U0ANA",), outcomes=FAILED), True, False),
        (TaskFilter(account="ann"), False, False),
        (TaskFilter(logins=(LoginStatus.CHECKPOINT,)), False, False),
        (TaskFilter(batch=1), False, False),
        (TaskFilter(task_id=0), False, False),
    ],
)
def test_the_kept_counts_answer_for_groups_types_statuses_and_users(
    wanted: TaskFilter,
    known: bool,  # noqa: FBT001 - a table's column
    by_day: bool,  # noqa: FBT001
) -> None:
    assert (task_counts.answers(wanted), task_counts.answers_by_day(wanted)) == (known, by_day)
