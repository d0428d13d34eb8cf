"""The task writers against a plain model: whatever is asked in whatever order, both give the same answers."""

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from models.batches import create as batch_creation
from models.domain.filters import TaskFilter
from models.domain.lifecycle import LIVE, OVER, LoginStatus, Status
from models.domain.outcomes import LOOK_FIRST, AttemptOutcome, Claim
from models.domain.task_types import TASK_TYPES
from models.domain.triage.decision import outcome_of
from models.domain.triage.outcome import FAILED, Outcome
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Event, Task
from models.tasks import bulk, counts, recovery
from models.tasks import claims as task_claims
from tests.factories import some_accounts
from tests.models.examples import ExampleDatabase
from tests.models.tasks.reference_model import PlainTask, PlainTasks

_LOGINS = st.sampled_from((LoginStatus.LOGGED_IN, LoginStatus.UNKNOWN))  # others hold the account
_RESULTS = st.sampled_from(("so", f"so. {LOOK_FIRST}"))
_ENDS = st.sampled_from(sorted(OVER - {Status.CANCELED}))
_COUNTED = (Status.WAITING, Status.EXECUTING, Status.UNKNOWN_ERROR)  # a few of them, for the time it takes
_START = datetime(2026, 11, 1, 12, tzinfo=UTC)


class TasksMachine(RuleBasedStateMachine):
    """Every rule does one thing to both and compares the answers; the invariant compares the rows."""

    tasks = Bundle("tasks")
    claims = Bundle("claims")

    def __init__(self, database: ExampleDatabase, sealer: Sealer) -> None:
        super().__init__()
        database.empty()
        self.run, self.plain, self.now = database.run, PlainTasks(), _START
        self.accounts = [account.id for account in self.run(some_accounts(2, sealer))]

    @initialize(
        target=tasks, kinds=st.lists(st.sampled_from(["check", "create_page"]), min_size=1, max_size=2)
    )
    def create(self, kinds: list[str]) -> object:
        task_ids = [self._create(kind) for kind in kinds]
        return multiple(*(task_id for ids in task_ids for task_id in ids))

    @rule(task=tasks, target=claims)
    def claim(self, task: int) -> object:
        held = self.run(task_claims.claim(task, worker="w", now=self.now))
        assert (held.fence if held else None) == self.plain.claim(task, now=self.now)
        return held or multiple()

    @rule(held=claims)
    def begin(self, held: Claim) -> None:
        task = self.plain.held(held.task_id, held.fence, Status.STARTING)
        if task:
            task.status, task.lease = Status.EXECUTING, self.now + task_claims.LEASE
        assert self.run(task_claims.begin(held, now=self.now)) == bool(task)

    @rule(held=claims)
    def beat(self, held: Claim) -> None:
        task = self.plain.held(held.task_id, held.fence, *LIVE)
        if task:
            task.lease = self.now + task_claims.LEASE
        assert self.run(task_claims.beat(held, now=self.now)) == bool(task)

    @rule(held=claims)
    def give_back(self, held: Claim) -> None:
        task = self.plain.held(held.task_id, held.fence, Status.STARTING)
        if task:
            task.status, task.lease = Status.WAITING, None
        assert self.run(task_claims.give_back(held, now=self.now, cause="stop")) == bool(task)

    @rule(held=claims, status=_ENDS, login=_LOGINS, result=_RESULTS)
    def settle(self, held: Claim, status: Status, login: LoginStatus, result: str) -> None:
        may = (Status.EXECUTING,) if status is Status.ENDED else tuple(LIVE)
        task = self.plain.held(held.task_id, held.fence, *may)
        if task:
            task.again &= result == "so"
            task.let_go(status, outcome_of(status, login, "", result) or Outcome.NEVER)
        ending = AttemptOutcome(status=status, login_status=login, result=result)
        assert self.run(task_claims.settle(held, ending, now=self.now)) == bool(task)

    @rule(ids=st.sets(tasks, min_size=1, max_size=3))
    def cancel(self, ids: set[int]) -> None:
        receipt = self.run(bulk.cancel(ids, by="U0ANA", now=self.now))
        assert set(receipt.done) == self.plain.cancel(ids)
        assert {skipped.task_id for skipped in receipt.skipped} == ids - set(receipt.done)

    @rule(ids=st.sets(tasks, min_size=1, max_size=3))
    def repeat(self, ids: set[int]) -> None:
        receipt = self.run(bulk.repeat(ids, by="U0BEN", batch_id=None, now=self.now))
        assert (set(receipt.done), set(receipt.later)) == self.plain.repeat(ids)

    @rule(seconds=st.sampled_from([1, 40, 61]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def recover(self) -> None:
        assert set(self.run(recovery.expired(now=self.now))) == self.plain.expired(now=self.now)

    @rule()
    def fold(self) -> None:
        self.run(counts.fold())

    @invariant()
    def rows_are_those_of_the_model(self) -> None:
        rows = {task.id: task for task in self.run(_all_tasks())}
        seen = {
            i: (t.status, t.outcome, t.attempt, t.fence, bool(t.lease_until), bool(t.again_by))
            for i, t in rows.items()
        }
        assert seen == {task_id: task.row for task_id, task in self.plain.tasks.items()}
        counted = {status: self.run(counts.total(TaskFilter(statuses=(status,)))) for status in _COUNTED}
        stand = [task.status for task in self.plain.tasks.values()]
        assert counted == {status: stand.count(status) for status in _COUNTED}
        failed = self.run(counts.total(TaskFilter(outcomes=FAILED)))
        assert failed == sum(task.outcome in FAILED for task in self.plain.tasks.values())
        live = [task.account for task in self.plain.tasks.values() if task.status in LIVE]
        assert len(live) == len(set(live))

    def teardown(self) -> None:
        """The events are the whole history, and nothing is pending twice."""
        for task_id, task in self.plain.tasks.items():
            events = self.run(_events(task_id))
            stops = [event.to_status for event in events]
            assert [event.from_status for event in events] == ["", *stops[:-1]]
            assert stops[-1] == task.status
        keys = self.run(_pending_keys())
        assert len(keys) == len(set(keys))

    def _create(self, kind: str) -> list[int]:
        params = {"page_name": "Shop", "category": "Community"} if kind == "create_page" else {}
        asked = BatchRequest(
            type=kind, account_ids=tuple(self.accounts), params=params, by="U0ANA", channel="C0OPS"
        )
        _, ids = self.run(batch_creation.create(asked, now=self.now))
        for task_id, account in zip(ids, self.accounts, strict=True):
            self.plain.tasks[task_id] = PlainTask(account, TASK_TYPES[kind].repeatable)
        return ids


async def _all_tasks() -> list[Task]:
    return await Task.all()


async def _events(task_id: int) -> list[Event]:
    return await Event.filter(task_id=task_id).order_by("id")


async def _pending_keys() -> list[str]:
    return [row.key for row in await Outbox.filter(state="pending")]


def test_the_writers_do_what_the_plain_model_does(sqlite_examples: ExampleDatabase, sealer: Sealer) -> None:
    few = settings(max_examples=25, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(lambda: TasksMachine(sqlite_examples, sealer), settings=few)
