"""Reading the audit: a page, or all of it, and whether each line is as it was written."""

from collections.abc import AsyncIterator

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.access.grants import Audit, newest_hash
from models.domain.audit_chain import Verdict
from models.domain.values.audit import EVER, PAGE, AuditFilter, AuditRow
from models.sql import rows
from models.tables.values import value_of

_CHUNK = 1000
_ALL = AuditFilter()
_MOST_OPERATIONS = 200  # of one task, the newest: each is a condition
_BATCHES_OF = """
SELECT batch_id AS id FROM task WHERE id = :task UNION
SELECT id FROM (
    SELECT b.id FROM batch b WHERE b.kind <> 'create'
    AND EXISTS (SELECT 1 FROM batch_item i WHERE i.batch_id = b.id AND i.task_id = :task)
    ORDER BY b.id DESC LIMIT :most) newest
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
        lines = lines.filter(await _about_task(wanted.task_id))
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


async def _about_task(task_id: int) -> Q:
    """The task is named, or it is one of a batch or an operation that is: a line names the first of many alone."""
    about = _named(f"#{task_id}")
    for row in await rows(_BATCHES_OF, task=task_id, most=_MOST_OPERATIONS):
        about = about | _named(f"batch {row['id']}") | _named(f"operation {row['id']}")
    return about


def _named(name: str) -> Q:
    """It is named: not one whose number only begins so."""
    named = Q(about__endswith=name)
    for behind in (",", " ", ":"):
        named = named | Q(about__contains=f"{name}{behind}")
    return named
