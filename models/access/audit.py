"""Reading the audit: a page, or all of it, and whether each line is as it was written."""

from collections.abc import AsyncIterator

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.access.grants import Audit, newest_hash
from models.domain.audit_chain import Verdict
from models.domain.values.audit import EVER, PAGE, AuditFilter, AuditRow
from models.tables.values import value_of

_CHUNK = 1000
_ALL = AuditFilter()


async def page(wanted: AuditFilter, *, before: int | None = None) -> list[AuditRow]:
    """The newest that match, below the row ``before``: at most one more than a page."""
    rows = _matching(wanted)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [value_of(AuditRow, row) for row in await rows.order_by("-id").limit(PAGE + 1)]


async def every(wanted: AuditFilter = _ALL) -> AsyncIterator[AuditRow]:
    """All that match, oldest first, a thousand at a time."""
    last = 0
    while chunk := await _matching(wanted).filter(id__gt=last).order_by("id").limit(_CHUNK):
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


def _matching(wanted: AuditFilter) -> QuerySet[Audit]:
    rows = Audit.all()
    if wanted.by:
        rows = rows.filter(actor=wanted.by)
    if wanted.denied:
        rows = rows.filter(allowed=False)
    if wanted.group:
        rows = rows.filter(_one_of(wanted.group))
    if wanted.task_id is not None:
        rows = rows.filter(_named(wanted.task_id))
    if wanted.since > EVER[0]:
        rows = rows.filter(at__gte=wanted.since)
    return rows.filter(at__lt=wanted.until) if wanted.until < EVER[1] else rows


def _one_of(group: str) -> Q:
    """The group is one of several with commas between them."""
    return (
        Q(groups=group)
        | Q(groups__startswith=f"{group}, ")
        | Q(groups__endswith=f", {group}")
        | Q(groups__contains=f", {group}, ")
    )


def _named(task_id: int) -> Q:
    """The task is named: not one whose number only begins so."""
    return (
        Q(about__endswith=f"#{task_id}")
        | Q(about__contains=f"#{task_id},")
        | Q(about__contains=f"#{task_id} ")
    )
