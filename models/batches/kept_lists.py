"""A list of tasks, kept from the preview on: confirmed once, and created once, whatever dies in between.

What the preview showed is frozen with it: a list of which something else would come by now is shown again first.
"""

import asyncio
import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from models.batches import create, known_accounts
from models.batches.frozen_requests import restored, stored
from models.batches.kept_list_table import KeptList
from models.domain.task_files.line import Line, TaskList
from models.domain.task_files.verdicts import Judged, judged
from models.domain.values.batches.requests import BatchRequest
from models.domain.values.batches.task_lists import CreatedList, ListDetail
from models.sql import rows, transaction


async def keep(tasks: TaskList, *, by: str, channel: str, why: str, now: datetime) -> ListDetail:
    """Keep a list that somebody is about to look at."""
    lines = json.dumps(
        {"lines": [line.stored() for line in tasks.lines], "columns": tasks.columns, "type": tasks.type,
         "remarks": tasks.remarks}
    )  # fmt: skip
    row = await KeptList.create(by=by, channel=channel, why=why, lines=lines, created_at=now)
    return ListDetail(id=row.id, by=by, channel=channel, why=why, tasks=tasks)


async def get(number: int, *, by: str) -> ListDetail | None:
    """The list; None when it is somebody else's, or was forgotten."""
    row = await KeptList.get_or_none(id=number, by=by)
    if row is None:
        return None
    kept = json.loads(row.lines)
    tasks = TaskList(
        lines=tuple(map(Line.restored, kept["lines"])),
        columns=tuple(kept["columns"]),
        type=kept["type"],
        remarks=tuple(kept["remarks"]),
    )
    return ListDetail(id=row.id, by=row.by, channel=row.channel, why=row.why, tasks=tasks, batch=row.batch_id)


async def look(tasks: TaskList, may_create: Callable[[str], bool]) -> tuple[Judged, ...]:
    """What would become of each line now. Thousands are judged in a thread: others are answered meanwhile."""
    known = await known_accounts.of_list(tasks)
    return await asyncio.to_thread(judged, tasks, known, may_create)


def digest(lines: tuple[Judged, ...]) -> str:
    """What a preview showed: which tasks, and what stands against each."""
    shown = [
        (one.line.number, one.verdict.word, one.task and (one.task.account_id, one.task.params))
        for one in lines
    ]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]


async def confirm(number: int, request: BatchRequest, *, now: datetime) -> int | Literal[False]:
    """Its person said yes: the number of the batch that ``make`` fills. False: it was confirmed before. Only inside a
    transaction.
    """
    if not await _moved(number, "asked", "confirmed", by=request.by):
        return False
    batch = await create.begin(request, now=now)
    await KeptList.filter(id=number).update(asked=json.dumps(stored(request)), batch_id=batch, created_at=now)
    return batch


async def left_to_another(number: int, *, by: str) -> bool:
    """A second person is asked for it: there is nothing left to create. False: that was done before. Only inside a
    transaction."""
    return await _moved(number, "asked", "created", by=by)


async def make(number: int, *, now: datetime) -> CreatedList | None:
    """Create the tasks of a confirmed list; None: they were created, or it was not confirmed."""

    async def body() -> CreatedList | None:
        if not await _moved(number, "confirmed", "created"):
            return None
        row = await KeptList.get(id=number)
        assert row.batch_id is not None  # noqa: S101 - as ``confirm`` leaves it
        ids = await create.fill(row.batch_id, restored(json.loads(row.asked)), now=now)
        return CreatedList(batch=row.batch_id, tasks=tuple(ids))

    return await transaction(body)


async def left(*, before: datetime, after: datetime) -> list[int]:
    """Lists that were confirmed and left: their process died. ``after``: the clock was set back since."""
    found = await rows(
        "SELECT id FROM kept_list WHERE state = 'confirmed' AND (created_at < :before OR created_at > :after) ORDER BY id",
        before=before,
        after=after,
    )
    return [row["id"] for row in found]


async def _moved(number: int, source: str, target: str, **only: str) -> bool:
    return bool(await KeptList.filter(id=number, state=source, **only).update(state=target))
