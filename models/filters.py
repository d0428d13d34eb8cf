"""What a list shows: one frozen filter, used by lists, counts and "all that match" alike. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime

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
class Edge:
    """A place between two rows of a list: right after (or before) the row created then, with this id.

    Stepping from an edge shows no row twice and misses none, whatever arrives meanwhile.
    """

    after: bool
    created_at: datetime
    task_id: int


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One page of one list: what it shows and how. Pages count from 1."""

    filter: TaskFilter = EVERYTHING
    page: int = 1
    size: int = 20
    edge: Edge | None = None  # where the page begins (or ends); without it the number alone says

    def turned(self, page: int, edge: Edge | None = None) -> "Sheet":
        return replace(self, page=page, edge=edge)
