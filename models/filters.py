"""What a list shows: one frozen filter, used by lists, counts and "all that match" alike. Pure."""

from dataclasses import dataclass, replace
from datetime import date

from models.lifecycle import Status

PAGE_SIZES = (10, 20, 50, 100)


@dataclass(frozen=True, kw_only=True)
class TaskFilter:
    """All conditions must hold; an empty one holds always. Dates are whole days in the reader's time zone."""

    statuses: tuple[Status, ...] = ()
    type: str = ""
    group: str = ""
    account: str = ""  # login or user id, exact
    by: str = ""  # Slack user id
    task_id: int | None = None
    span: str = ""  # today, yesterday, 1w, 30d
    since: date | None = None
    until: date | None = None  # this day included

    @property
    def is_empty(self) -> bool:
        return self == EVERYTHING


EVERYTHING = TaskFilter()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One page of one list: what it shows and how. Pages count from 1."""

    filter: TaskFilter = EVERYTHING
    page: int = 1
    size: int = 20

    def turned(self, page: int) -> "Sheet":
        return replace(self, page=page)
