"""What is paused is not claimed, by whatever way it came to wait, until somebody resumes or its time is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from executor.maintenance import sweep
from executor.maintenance.steps import Steps
from models.alerts import backlog
from models.domain.errors import BadRequest
from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status
from models.domain.values.pauses import MOST_OPEN, OpenPause, PauseScope, concerning
from models.messages.outbox import MessageKind
from models.pauses import changes, reading
from models.pauses.table import Pause
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.messages import Outbox
from models.tables.tasks import Task
from models.tasks import claims, queries, recovery
from tests.factories import claimed, some_accounts, waiting_tasks
from tests.models.examples import ExampleDatabase
from tests.models.pauses.world import GROUPS, OVER, TYPES, World, paused, resumed

_START = datetime(2026, 11, 1, 12, tzinfo=UTC)
_LOGINS = ("emea00", "apac00")
_ALL = PauseScope()
_SCOPES = st.builds(
    PauseScope,
    group=st.sampled_from(("", *GROUPS)),
    type=st.sampled_from(("", *TYPES)),
    account=st.sampled_from(("", "", *_LOGINS)),
)
_DEEDS = st.one_of(
    st.tuples(st.just("pause"), _SCOPES, st.sampled_from([None, 1, 3])),
    st.tuples(st.just("resume"), st.integers(0, 5), st.none()),
    st.tuples(st.just("wait"), st.integers(1, 2), st.none()),
    st.tuples(st.just("claim"), st.integers(0, 7), st.sampled_from(["keep", "end", "repeat"])),
)


async def _play(deeds: list[tuple[str, Any, Any]], sealer: Sealer) -> None:
    world = World()
    await world.fill(sealer)
    for verb, what, more in deeds:
        await getattr(world, verb)(what, more)


def test_no_claim_of_a_paused_task_ever_happens(examples: ExampleDatabase, sealer: Sealer) -> None:
    @settings(max_examples=60 if examples.is_fast else 12, deadline=None)
    @given(deeds=st.lists(_DEEDS, min_size=4, max_size=14))
    def check(deeds: list[tuple[str, Any, Any]]) -> None:
        examples.empty()
        examples.run(_play(deeds, sealer))

    check()


async def test_what_executes_ends_though_it_is_paused(database: str, sealer: Sealer, now: datetime) -> None:
    (task,) = await waiting_tasks(1, sealer)
    held = await claimed(task)
    await paused(_ALL, now=now)

    assert await claims.begin(held, now=now)
    assert await claims.settle(held, replace(OVER, status=Status.ENDED), now=now)


async def test_a_pause_whose_time_is_over_counts_no_more_and_workers_are_told_of_what_waited(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (task,) = await waiting_tasks(1, sealer)
    await paused(_ALL, now=now, until=now + timedelta(hours=2))
    told = _Told()
    await sweep.sweep(told, Steps(), now=now + timedelta(hours=1), keep=timedelta(days=90))
    assert told.tasks == []

    await sweep.sweep(told, Steps(), now=now + timedelta(hours=2), keep=timedelta(days=90))

    assert told.tasks[0] == task
    assert (await Pause.get()).ended_by == ""


async def test_a_lost_message_of_a_paused_task_is_not_sent_again_before_it_may_run(
    database: str, sealer: Sealer, now: datetime
) -> None:
    (task,) = await waiting_tasks(1, sealer)
    account = (await Account.get()).id
    pause = await paused(PauseScope(group="emea"), now=now)
    later = now + 2 * recovery.NOTIFY_AGAIN
    assert await recovery.take_unnotified(now=later) == []
    assert await queries.next_waiting(account, now=later) == []

    await resumed(pause, now=later)

    assert await queries.next_waiting(account, now=later) == [task]
    assert await recovery.take_unnotified(now=later) == [task]


async def test_a_pause_of_the_same_tasks_replaces_the_one_before(
    database: str, sealer: Sealer, now: datetime
) -> None:
    await some_accounts(1, sealer)
    await paused(PauseScope(group="emea"), now=now)
    second = await paused(PauseScope(group="emea"), now=now, until=now + timedelta(hours=1))

    assert [pause.id for pause in await reading.in_force(now=now)] == [second]


async def test_there_are_only_so_many_pauses(sqlite: str, sealer: Sealer, now: datetime) -> None:
    accounts = await some_accounts(MOST_OPEN + 1, sealer)
    for account in accounts[:-1]:
        await paused(PauseScope(account=account.login), now=now)

    with pytest.raises(BadRequest, match="End one first"):
        await paused(PauseScope(account=accounts[-1].login), now=now)


async def test_a_group_that_is_gone_cannot_be_paused(sqlite: str, now: datetime) -> None:
    with pytest.raises(BadRequest, match="no group"):
        await paused(PauseScope(group="emea"), now=now)


async def test_whoever_pauses_without_an_end_is_reminded_once_a_day(
    database: str, sealer: Sealer, now: datetime
) -> None:
    await some_accounts(1, sealer)
    endless = await paused(_ALL, now=now)
    await paused(PauseScope(group="emea"), now=now, until=now + timedelta(days=9))
    reminders = Outbox.filter(kind=MessageKind.PAUSED)

    counted: list[int] = []
    for hours in (23, 24, 25, 47, 48):
        await changes.remind(now=now + timedelta(hours=hours))
        counted.append(await reminders.count())
        await reminders.filter(state="pending").update(state="sent", key=f"sent {hours}")

    assert counted == [0, 1, 1, 1, 2]
    assert {row.about for row in await reminders} == {endless}


async def test_rows_and_batches_say_what_keeps_them_waiting(
    database: str, sealer: Sealer, now: datetime
) -> None:
    emea, apac = await waiting_tasks(1, sealer), await waiting_tasks(1, sealer, group="apac")
    await paused(PauseScope(group="emea"), now=now)
    opened = await reading.in_force(now=now)

    rows = await reading.marked(await queries.task_rows([*emea, *apac]), opened, now=now)

    assert {row.id: row.paused for row in rows} == {emea[0]: "proxies are being changed", apac[0]: None}
    first, second = [await Task.get(id=ids[0]).values("batch_id") for ids in (emea, apac)]
    assert await reading.of_batch(first["batch_id"], now=now) == opened
    assert await reading.of_batch(second["batch_id"], now=now) == ()
    assert await Outbox.filter(kind="progress", about=first["batch_id"]).exists()
    assert not await Outbox.filter(kind="progress", about=second["batch_id"]).exists()


async def test_a_pause_is_the_cause_of_what_waits(database: str, sealer: Sealer, now: datetime) -> None:
    await waiting_tasks(2, sealer)
    await paused(PauseScope(type="check"), now=now)

    seen = await backlog.backlog(TaskFilter(groups=("emea",)), now=now)

    assert (seen.paused, replace(seen, workers=1).cause) == (2, "paused")


@pytest.mark.parametrize(
    ("wanted", "is_told"),
    [
        (TaskFilter(), True),
        (TaskFilter(statuses=(Status.WAITING,), groups=("emea", "apac")), True),
        (TaskFilter(groups=("apac",)), False),
        (TaskFilter(types=("create_bm",)), False),
        (TaskFilter(statuses=(Status.ENDED,)), False),
    ],
)
def test_a_list_tells_of_the_pauses_of_what_it_can_show(wanted: TaskFilter, *, is_told: bool) -> None:
    pause = OpenPause(
        id=1, scope=PauseScope(group="emea", type="check"), why="", by="U0ANA", since=_START, until=None
    )

    assert concerning([pause], wanted) == ((pause,) if is_told else ())


class _Told:
    """The notifier, with what it was told."""

    def __init__(self) -> None:
        self.tasks: list[int] = []

    async def notify(self, task_ids: object) -> None:
        assert isinstance(task_ids, list)
        self.tasks += task_ids

    async def undelivered(self) -> int:
        return 0
