"""Reading the audit: a page, or all of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.access.grants import Audit

PAGE = 20
_CHUNK = 1000
_EVER = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """All conditions must hold; an empty one holds always."""

    by: str = ""  # Slack user id
    group: str = ""  # of accounts
    task_id: int | None = None  # one that was named
    denied: bool = False
    since: datetime = _EVER[0]
    until: datetime = _EVER[1]  # before it


_ALL = AuditFilter()


async def page(wanted: AuditFilter, *, before: int | None = None) -> list[Audit]:
    """The newest that match, below the row ``before``: at most one more than a page."""
    found = _matching(wanted)
    if before is not None:
        found = found.filter(id__lt=before)
    return await found.order_by("-id").limit(PAGE + 1)


async def every(wanted: AuditFilter = _ALL) -> AsyncIterator[Audit]:
    """All that match, oldest first, a thousand at a time."""
    last = 0
    while chunk := await _matching(wanted).filter(id__gt=last).order_by("id").limit(_CHUNK):
        for row in chunk:
            yield row
        last = chunk[-1].id


def _matching(wanted: AuditFilter) -> QuerySet[Audit]:
    found = Audit.all()
    if wanted.by:
        found = found.filter(actor=wanted.by)
    if wanted.denied:
        found = found.filter(allowed=False)
    if wanted.group:
        found = found.filter(_one_of(wanted.group))
    if wanted.task_id is not None:
        found = found.filter(_named(wanted.task_id))
    if wanted.since > _EVER[0]:
        found = found.filter(at__gte=wanted.since)
    return found.filter(at__lt=wanted.until) if wanted.until < _EVER[1] else found


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
