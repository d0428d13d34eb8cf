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


def history(made: Made, detours: list[tuple[Status, ...]], gaps: list[int]) -> History:
    """A way from the creation to where the task stands."""
    last: dict[Status, tuple[Status, ...]] = {
        _W: (), _S: (_S,), _E: (_S, _E), Status.CANCELED: (Status.CANCELED,)
    }  # fmt: skip
    way = [
        *(status for detour in detours for status in detour),
        *last.get(made.status, (_S, _E, made.status)),
    ]
    at, told = made.created_at, History([(made.created_at, _W)], asked_at=made.created_at)
    told.events.append((at, "", _W))
    for status, gap in zip(way, gaps, strict=False):
        former, at = told.stations[-1][1], min(NOW, at + timedelta(minutes=gap))
        told.stations.append((at, status))
        told.events.append((at, former, status))
        _row(told, former, status, at)
    return told


def _row(told: History, former: Status, status: Status, at: datetime) -> None:
    """What a move leaves in the row."""
    if status is _S:
        told.started_at = at
    elif status is _W:
        told.started_at = told.ended_at = None
        if former is Status.ENDED:
            told.attempt, told.asked_at = told.attempt + 1, at
    elif status not in LIVE:
        told.ended_at = at


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Made, History]]:
    made = draw(random_tasks.tasks)
    ways = st.lists(st.sampled_from(_DETOURS), max_size=2)
    gaps = st.lists(_MINUTES, min_size=12, max_size=12)
    return [(one, history(one, draw(ways), draw(gaps))) for one in made]


async def write(told: list[tuple[Made, History]]) -> None:
    """The tasks with their attempts and events, in the tables."""
    await random_tasks.write([made for made, _ in told], folded=0)
    for n, (_, one) in enumerate(told, 1):
        await Task.filter(id=n).update(attempt=one.attempt, started_at=one.started_at, ended_at=one.ended_at)
    await Attempt.bulk_create(
        [
            Attempt(task_id=n, number=one.attempt, batch_id=1, by="U0ANA", asked_at=one.asked_at)
            for n, (_, one) in enumerate(told, 1)
        ]
    )
    events = sorted((*event, n) for n, (_, one) in enumerate(told, 1) for event in one.events)
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
