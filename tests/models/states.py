"""Tasks brought to where a test needs them, the way the program brings them there."""

from datetime import UTC, datetime

from models.domain.lifecycle import Status
from models.domain.outcomes import Claim
from models.secrets.sealing import Sealer
from models.tables.tasks import Event, Task
from models.tasks import bulk, claims
from tests.factories import claimed, ended, waiting_tasks


async def brought_to(status: Status, task_id: int) -> None:
    """Bring a waiting task to ``status``."""
    match status:
        case Status.WAITING:
            return
        case Status.STARTING:
            await claimed(task_id)
        case Status.EXECUTING:
            assert await claims.begin(await claimed(task_id), now=datetime.now(UTC))
        case Status.CANCELED:
            await bulk.cancel([task_id], by="U0ANA", now=datetime.now(UTC))
        case _:
            await ended(task_id, status=status)


async def executing(sealer: Sealer, *, kind: str = "check") -> Claim:
    """A task of an account of its own, in mid-work."""
    (task_id,) = await waiting_tasks(1, sealer, kind=kind)
    held = await claimed(task_id)
    assert await claims.begin(held, now=datetime.now(UTC))
    return held


async def status_of(task_id: int) -> Status:
    return (await Task.get(id=task_id)).status


async def history_of(task_id: int) -> list[tuple[str, str, str]]:
    """The moves of a task, oldest first: (move, from, to)."""
    events = await Event.filter(task_id=task_id).order_by("id")
    return [(event.move, event.from_status, event.to_status) for event in events]
