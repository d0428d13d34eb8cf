"""Batches with a second step, and workers that bring their tasks to an end."""

from collections.abc import Iterable
from datetime import datetime

from models.batches import create, following
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Claim
from models.domain.permissions import Actor
from models.domain.values.batches.requests import BatchRequest, NextStep
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from models.tasks import claims
from tests.factories import claimed, some_accounts

DONE = AttemptOutcome(status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="logged in")
LATE = AttemptOutcome(
    status=Status.TIMED_OUT, login_status=LoginStatus.UNKNOWN, result="so", cause="time_limit"
)
PAGE = NextStep(type="create_page", params={"page_name": "Shop", "category": "Community"})
ADMIN = Actor(user="U0ANA", subjects=("U0ANA",), is_first_admin=True)
GONE = Actor(user="U0ANA", subjects=(), kind="deactivated")
UNSURE = Actor(user="U0ANA", subjects=("U0ANA",), unsure=True)
PARTIAL = Actor(user="U0ANA", subjects=("U0ANA",), is_partial=True)


async def two_steps(count: int, sealer: Sealer, *, now: datetime, then: NextStep | None = PAGE) -> list[int]:
    """The tasks of a batch of checks, on which pages follow."""
    accounts = tuple(account.id for account in await some_accounts(count, sealer))
    wanted = BatchRequest(type="check", account_ids=accounts, by="U0ANA", channel="C0OPS", then=then)
    return (await create.create(wanted, now=now))[1]


async def begun(task_id: int, *, now: datetime) -> Claim:
    held = await claimed(task_id)
    assert await claims.begin(held, now=now)
    return held


async def settled(
    held: Claim, ending: AttemptOutcome = DONE, *, actor: Actor | None = ADMIN, now: datetime
) -> bool:
    async def ask(user: str) -> Actor:
        assert actor is not None
        assert user == actor.user
        return actor

    return await following.settle(held, ending, ask=ask if actor else None, now=now)


async def all_end(tasks: Iterable[int], ending: AttemptOutcome = DONE, *, now: datetime) -> None:
    for task_id in tasks:
        assert await settled(await begun(task_id, now=now), ending, now=now)


async def followers() -> dict[int, Task]:
    """The tasks that follow, by the task they follow."""
    made = await Task.filter(follows_id__isnull=False).order_by("id")
    assert len({task.follows_id for task in made}) == len(made)
    return {task.follows_id: task for task in made if task.follows_id}
