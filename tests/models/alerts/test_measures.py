"""What is counted for each kind of alert, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models.accounts import holds
from models.alerts import backlog, measures, reasons, rules
from models.alerts.rules import AlertRule
from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status
from models.domain.values.alerts import AlertRuleInput, Measure
from models.monitoring import processes
from models.schedules.tables import ScheduleRun
from models.secrets.sealing import Sealer
from models.sql import run
from models.tables.tasks import Batch
from tests.factories import ended, waiting_tasks
from tests.models.schedules.conftest import saved as saved_schedule

pytestmark = pytest.mark.usefixtures("database")
_EMEA = TaskFilter(groups=("emea",))
_RULE = AlertRuleInput(channel="C0OPS", minutes=60, older=60)


def _now() -> datetime:
    return datetime.now(UTC)


async def _measured(kind: str, scope: TaskFilter = TaskFilter(), **more: int) -> Measure:  # noqa: B008 - frozen
    rule = replace(_RULE, kind=kind, scope=scope, **more)
    return await measures.measure(rule, await backlog.waiting_groups(now=_now()), now=_now())


async def test_what_waits_is_counted_by_group_type_and_person_and_what_waits_for_a_hold_apart(
    sealer: Sealer,
) -> None:
    await waiting_tasks(3, sealer, group="emea")
    await waiting_tasks(2, sealer, group="apac", by="U0BEN")
    await holds.hold([1], why="away", by="U0ANA", now=_now())

    assert (await _measured("waiting")).count == 4
    emea = await _measured("oldest", _EMEA)
    assert (emea.count, emea.apart, emea.oldest_at is not None) == (2, 1, True)
    assert (await _measured("waiting", TaskFilter(users=("U0BEN",)))).count == 2
    assert (await _measured("waiting", TaskFilter(types=("create_bm",)))).count == 0
    assert (await backlog.backlog(_EMEA, now=_now())).held == 1


async def test_the_share_of_failures_is_of_the_last_minutes_or_of_the_last_tasks(sealer: Sealer) -> None:
    first, second, third, *_ = await waiting_tasks(4, sealer, group="emea")
    await ended(first, status=Status.NO_PROXY, result="?", cause="proxy_timeout")
    await ended(second, status=Status.NO_PROXY, result="?", cause="proxy_timeout")
    await ended(third)

    assert await _measured("failures") == Measure(count=2, of=3)
    assert await _measured("failures", minutes=0, tasks=2) == Measure(count=1, of=2)
    assert await _measured("failures", TaskFilter(groups=("apac",))) == Measure(count=0, of=0)
    why = await reasons.reason(replace(_RULE, kind="failures"), now=_now())
    assert (why.most, why.n) == ("proxy_timeout", 2)
    await run(f"UPDATE event SET at = '{(_now() - timedelta(hours=2)).isoformat(' ')}'", [])
    assert await _measured("failures") == Measure(count=0, of=0)


async def test_of_very_many_the_share_is_of_the_newest(
    sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_ = await waiting_tasks(2, sealer)
    await ended(first, status=Status.NO_PROXY, result="?", cause="proxy_timeout")
    await ended(second)
    monkeypatch.setattr(measures, "MOST_ENDED", 1)

    assert await _measured("failures") == Measure(count=0, of=1)


async def test_accounts_on_hold_are_counted_by_group_with_the_reason_of_most(sealer: Sealer) -> None:
    await waiting_tasks(3, sealer, group="emea")
    await holds.hold([1, 2], why="a checkpoint", by="U0ANA", now=_now())
    await holds.hold([3], why="away", by="U0ANA", now=_now())

    assert (await _measured("held", _EMEA)).count == 3
    assert (await _measured("held", TaskFilter(groups=("apac",)))).count == 0
    why = await reasons.reason(replace(_RULE, kind="held"), now=_now())
    assert (why.most, why.n) == ("a checkpoint", 2)


async def test_no_worker_is_one_too_many() -> None:
    await processes.seen("bot", "bot", "", now=_now())
    assert (await _measured("no_worker")).count == 1

    await processes.seen("worker", "worker", "", now=_now())
    assert (await _measured("no_worker")).count == 0


async def test_a_batch_is_overdue_while_something_of_it_is_open_that_waits_for_no_hold(
    sealer: Sealer,
) -> None:
    await waiting_tasks(2, sealer)
    assert (await _measured("overdue")).count == 0
    await Batch.all().update(created_at=_now() - timedelta(minutes=61))
    assert (await _measured("overdue", _EMEA)).count == 1

    await ended(1)
    await holds.hold([2], why="away", by="U0ANA", now=_now())

    assert (await _measured("overdue")).count == 0


async def test_missed_runs_of_the_last_minutes_are_counted() -> None:
    for minutes in (5, 90):
        due = _now() - timedelta(minutes=minutes)
        await ScheduleRun.create(
            schedule_id=(await saved_schedule()).id, due_at=due, last_at=due, ran_at=due, status="missed"
        )

    assert (await _measured("missed")).count == 1


async def test_a_rule_of_before_keeps_its_group_and_type() -> None:
    await rules.save(0, _RULE, by="U0ANA", now=_now())
    await AlertRule.all().update(conditions=None, group="emea", type="check")

    (rule,) = await rules.saved()
    assert rule.scope == TaskFilter(groups=("emea",), types=("check",))
