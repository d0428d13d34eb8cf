"""Reading the audit: a page, or all of it, and whether each line is as it was written."""

from collections.abc import AsyncIterator

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.access.grants import Audit, newest_hash
from models.domain.audit_chain import Verdict
from models.domain.permissions import Action
from models.domain.values.audit import EVER, PAGE, AuditFilter, AuditRow
from models.sql import rows
from models.tables.values import value_of

_CHUNK = 1000
_ALL = AuditFilter()
_MOST_LINES = 5000  # about one task or batch, the newest
_MOST_NAMES = 50_000  # lines that are read for the name of a task, the newest
_NAME_TASKS = (Action.CREATE, Action.CANCEL, Action.REPEAT, Action.UNDO, Action.APPROVE)
"""Only what these lines call #7 is a task."""
_ABOUT_TASK = """
SELECT id FROM (
    SELECT id FROM audit WHERE batch_id IN (
        SELECT batch_id FROM task WHERE id = :task UNION SELECT batch_id FROM batch_item WHERE task_id = :task)
    UNION SELECT id FROM (
        SELECT id, about FROM audit WHERE action IN (:actions) ORDER BY id DESC LIMIT :names) newest
    WHERE about LIKE :last OR about LIKE :comma OR about LIKE :space OR about LIKE :colon) found
ORDER BY id DESC LIMIT :most
"""

_ABOUT_BATCH = """
SELECT id FROM audit WHERE batch_id = :batch OR batch_id IN (
    SELECT batch_id FROM batch_item WHERE task_id IN (SELECT id FROM task WHERE batch_id = :batch))
ORDER BY id DESC LIMIT :most
"""


async def page(wanted: AuditFilter, *, before: int | None = None) -> list[AuditRow]:
    """The newest that match, below the row ``before``: at most one more than a page."""
    matching = await _matching(wanted)
    if before is not None:
        matching = matching.filter(id__lt=before)
    return [value_of(AuditRow, row) for row in await matching.order_by("-id").limit(PAGE + 1)]


async def every(wanted: AuditFilter = _ALL) -> AsyncIterator[AuditRow]:
    """All that match, oldest first, a thousand at a time."""
    last, matching = 0, await _matching(wanted)
    while chunk := await matching.filter(id__gt=last).order_by("id").limit(_CHUNK):
        for row in chunk:
            yield value_of(AuditRow, row)
        last = chunk[-1].id


async def verify(head: str = "") -> Verdict:
    """Look at every line, oldest first; ``head`` is the beginning of a hash told before.

    After one that does not fit it goes on from there: one bare line must not hide what follows it.
    """
    verdict = Verdict(wanted=head)
    async for line in every():
        verdict.look_at(line)
    return verdict


async def head() -> tuple[int, str]:
    """How many lines there are, and the hash that the next one will carry."""
    return await Audit.all().count(), await newest_hash()


async def _matching(wanted: AuditFilter) -> QuerySet[Audit]:
    lines = Audit.all()
    if wanted.by:
        lines = lines.filter(actor=wanted.by)
    if wanted.denied:
        lines = lines.filter(allowed=False)
    if wanted.group:
        lines = lines.filter(_one_of(wanted.group))
    if wanted.task_id is not None:
        lines = lines.filter(id__in=await _about_task(wanted.task_id))
    if wanted.batch is not None:
        lines = lines.filter(id__in=await _about_batch(wanted.batch))
    if wanted.since > EVER[0]:
        lines = lines.filter(at__gte=wanted.since)
    return lines.filter(at__lt=wanted.until) if wanted.until < EVER[1] else lines


def _one_of(group: str) -> Q:
    """The group is one of several with commas between them."""
    return (
        Q(groups=group)
        | Q(groups__startswith=f"{group}, ")
        | Q(groups__endswith=f", {group}")
        | Q(groups__contains=f", {group}, ")
    )


async def _about_task(task_id: int) -> list[int]:
    """The lines of the batch and the operations that the task is one of, and those that name it (not ``#70`` for ``#7``).

    Those that name it are what was refused before anything was frozen, an operation whose tasks were forgotten after a
    no, and lines written before they had the number of their batch.
    """
    name = f"%#{task_id}"
    found = await rows(
        _ABOUT_TASK,
        task=task_id,
        actions=[action.value for action in _NAME_TASKS],
        names=_MOST_NAMES,
        last=name,
        comma=f"{name},%",
        space=f"{name} %",
        colon=f"{name}:%",
        most=_MOST_LINES,
    )
    return [row["id"] for row in found]


async def _about_batch(batch: int) -> list[int]:
    """The lines of a batch or operation, and of the operations on the tasks that it created."""
    return [row["id"] for row in await rows(_ABOUT_BATCH, batch=batch, most=_MOST_LINES)]
