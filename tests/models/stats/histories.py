"""Random histories of random tasks: every event, and what the row says in the end; and how they read in plain Python."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st

from models.domain.lifecycle import LIVE, Status
from models.tables.tasks import Attempt, Event, Task
from tests.models import random_tasks
from tests.models.random_tasks import NOW, Made

_W, _S, _E = Status.WAITING, Status.STARTING, Status.EXECUTING
# What may happen before the last stretch; each ends where the task waits again.
_DETOURS = ((_S, _W), (Status.CANCELED, _W), (_S, _E, Status.ENDED, _W))
_MINUTES = st.integers(0, 3000)


@dataclass
class History:
    """The stations of one task with their moments, and what its row says of the latest attempt."""

    stations: list[tuple[datetime, Status]]
    attempt: int = 1
    asked_at: datetime = NOW
    started_at: datetime | None = None
    ended_at: datetime | None = None
    events: list[tuple[datetime, str, str]] = field(default_factory=list)

    def waits_before(self, moment: datetime) -> bool:
        passed = [status for at, status in self.stations if at < moment]
        return bool(passed) and passed[-1] is _W


def history(task: Made, detours: list[tuple[Status, ...]], gaps: list[int]) -> History:
    """A way from the creation to where the task stands."""
    last: dict[Status, tuple[Status, ...]] = {
        _W: (), _S: (_S,), _E: (_S, _E), Status.CANCELED: (Status.CANCELED,)
    }  # fmt: skip
    way = [
        *(status for detour in detours for status in detour),
        *last.get(task.status, (_S, _E, task.status)),
    ]
    at, past = task.created_at, History([(task.created_at, _W)], asked_at=task.created_at)
    past.events.append((at, "", _W))
    for status, gap in zip(way, gaps, strict=False):
        former, at = past.stations[-1][1], min(NOW, at + timedelta(minutes=gap))
        past.stations.append((at, status))
        past.events.append((at, former, status))
        _row(past, former, status, at)
    return past


def _row(past: History, former: Status, status: Status, at: datetime) -> None:
    """What a move leaves in the row."""
    if status is _S:
        past.started_at = at
    elif status is _W:
        past.started_at = past.ended_at = None
        if former is Status.ENDED:
            past.attempt, past.asked_at = past.attempt + 1, at
    elif status not in LIVE:
        past.ended_at = at


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Made, History]]:
    tasks = draw(random_tasks.tasks)
    ways = st.lists(st.sampled_from(_DETOURS), max_size=2)
    gaps = st.lists(_MINUTES, min_size=12, max_size=12)
    return [(task, history(task, draw(ways), draw(gaps))) for task in tasks]


async def write(tasks: list[tuple[Made, History]]) -> None:
    """The tasks with their attempts and events, in the tables."""
    await random_tasks.write([task for task, _ in tasks], folded=0)
    for n, (_, past) in enumerate(tasks, 1):
        await Task.filter(id=n).update(
            attempt=past.attempt, started_at=past.started_at, ended_at=past.ended_at
        )
    await Attempt.bulk_create(
        [
            Attempt(task_id=n, number=past.attempt, batch_id=1, by="U0ANA", asked_at=past.asked_at)
            for n, (_, past) in enumerate(tasks, 1)
        ]
    )
    events = sorted((*event, n) for n, (_, past) in enumerate(tasks, 1) for event in past.events)
    await Event.bulk_create(
        [
            Event(
                task_id=n,
                attempt=1,
                fence=0,
                move="m",
                from_status=former,
                to_status=status,
                actor="a",
                at=at,
            )
            for at, former, status, n in events
        ]
    )
