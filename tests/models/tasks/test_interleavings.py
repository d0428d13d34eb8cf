"""People, workers and the scheduler interfering with each other: seeded schedules, and what holds after every one of them.

The short form plays 250, which reach every branch that a thousand reach on both databases; ``BELLHOP_FUZZ=long`` plays
that thousand.
"""

from collections.abc import Sequence
from datetime import datetime

import pytest

from models.batches import create
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer
from models.tables.tasks import Event
from tests.factories import some_accounts
from tests.fuzz.harness.effort import IS_LONG
from tests.models import invariants
from tests.models.examples import ExampleDatabase
from tests.models.tasks.interleavings import Interleaving, Schedule, schedule_of

_PARAMS = {"create_page": {"page_name": "Shop", "category": "Community"}, "check": {}}
_AT_A_TIME = 50  # schedules that share one database, each with tasks and accounts of its own
_FIRST = {"sqlite": (0, 50), "postgres": (500, 650, 700)}
_ALL = range(0, 1000, _AT_A_TIME)


async def _tasks_for(count: int, sealer: Sealer, *, now: datetime) -> list[list[int]]:
    """Three tasks each, two of them on one account."""
    accounts = [account.id for account in await some_accounts(2 * count, sealer)]
    task_ids: list[list[int]] = []
    for kind, which in (("create_page", accounts), ("check", accounts[::2])):
        asked = BatchRequest(
            type=kind, account_ids=tuple(which), params=_PARAMS[kind], by="U0ANA", channel="C0OPS"
        )
        task_ids.append((await create.create(asked, now=now))[1])
    pages, checks = task_ids
    return [[*pages[2 * n : 2 * n + 2], checks[n]] for n in range(count)]


async def _play(seeds: Sequence[int], sealer: Sealer, *, now: datetime) -> dict[int, Schedule]:
    """All schedules one after another. Return each task's schedule."""
    played: dict[int, Schedule] = {}
    for seed, tasks in zip(seeds, await _tasks_for(len(seeds), sealer, now=now), strict=True):
        schedule, interleaving = schedule_of(seed, tasks), Interleaving(now)
        try:
            await interleaving.play(schedule)
        except Exception as error:
            error.add_note(str(schedule))
            raise
        assert len(set(interleaving.touched)) == len(interleaving.touched), schedule
        assert len(set(interleaving.settled)) == len(interleaving.settled), schedule
        played |= dict.fromkeys(tasks, schedule)
    return played


async def _report(broken: dict[str, list[tuple[object, ...]]], played: dict[int, Schedule]) -> str:
    """The broken rules with their rows; the first one's schedule and history."""
    lines = [f"{rule}: {bad[:5]}" for rule, bad in broken.items()]
    task = next((row[0] for bad in broken.values() for row in bad if row[0] in played), 0)
    events = await Event.filter(task_id=task).order_by("id")
    history = [f"  {e.move}: {e.from_status} to {e.to_status} by {e.actor}, fence {e.fence}" for e in events]
    return "\n".join((*lines, f"task {task}, {played.get(int(str(task)))}", *history))


@pytest.mark.parametrize(
    ("database_url", "first"),
    [(kind, first) for kind, own in _FIRST.items() for first in (_ALL if IS_LONG else own)],
    indirect=["database_url"],
)
def test_whoever_comes_first_the_tables_are_sound(
    examples: ExampleDatabase, sealer: Sealer, now: datetime, first: int
) -> None:
    played = examples.run(_play(range(first, first + _AT_A_TIME), sealer, now=now))

    broken = examples.run(invariants.broken())

    assert not broken, examples.run(_report(broken, played))
