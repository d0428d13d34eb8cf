"""A list of tasks, kept from the preview on: confirmed once, and created once, whatever dies in between.

What the preview showed is frozen with it: a list of which something else would come by now is shown again first.
"""

import asyncio
import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from models.batches import approvals, create, known_accounts
from models.batches.frozen_requests import restored, stored
from models.batches.kept_list_table import KeptList
from models.batches.lists import rests
from models.domain.task_files.line import Line, TaskList
from models.domain.task_files.verdicts import Judged, judged
from models.domain.values.batches.requests import BatchRequest
from models.domain.values.batches.task_lists import CreatedList, ListDetail
from models.sql import rows, transaction
from models.tables.tasks import Batch


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


async def confirm(
    number: int,
    request: BatchRequest,
    lines: Sequence[Judged],
    also: frozenset[str] = frozenset(),
    *,
    now: datetime,
) -> int | Literal[False]:
    """Its person said yes: the number of the batch that ``make`` fills. False: it was confirmed before. Only inside a
    transaction. ``lines`` and ``also``: what was shown and ticked, of which the batch is made.
    """
    if not await _moved(number, "asked", "confirmed", by=request.by):
        return False
    batch = await create.begin(request, now=now)
    await KeptList.filter(id=number).update(
        asked=json.dumps(stored(request)), batch_id=batch, created_at=now, **rests.frozen(lines, also)
    )
    return batch


async def ask(
    number: int,
    request: BatchRequest,
    lines: Sequence[Judged],
    also: frozenset[str] = frozenset(),
    *,
    now: datetime,
) -> bool:
    """Ask a second person for it, and send the lines that are not asked for back. False: that was done before. Only
    inside a transaction.
    """
    if not await _moved(number, "asked", "created", by=request.by):
        return False
    approval = await approvals.ask_for_batch(request, now=now)
    await KeptList.filter(id=number).update(approval_id=approval, **rests.frozen(lines, also))
    await rests.owe(await KeptList.get(id=number), now=now)
    return True


async def make(number: int, *, now: datetime) -> CreatedList | None:
    """Create the tasks of a confirmed list, and owe its person the other lines; None: that was done, or it was not
    confirmed.
    """

    async def body() -> CreatedList | None:
        if not await _moved(number, "confirmed", "created"):
            return None
        row = await KeptList.get(id=number)
        assert row.batch_id is not None  # noqa: S101 - as ``confirm`` leaves it
        asked = restored(json.loads(row.asked))
        request = await rests.narrowed(row, asked)
        if request.size < asked.size:
            await Batch.filter(id=row.batch_id).update(size=request.size)
        ids = await create.fill(row.batch_id, request, now=now) if request.items else []
        if not ids:
            await Batch.filter(id=row.batch_id).update(done_at=now)
        await rests.owe(row, now=now)
        return CreatedList(batch=row.batch_id, tasks=tuple(ids), has_rest=bool(row.rest))

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
