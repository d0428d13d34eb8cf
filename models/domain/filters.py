"""What a list shows: one frozen filter, used by lists, counts and "all that match" alike. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from models.domain.lifecycle import LoginStatus, Status
from models.domain.triage.outcome import Outcome

PAGE_SIZES = (10, 20, 50, 100)
CARD_SIZES = (10, 20)  # a card is a block of its own, and a message holds fifty


class Layout(StrEnum):
    """How the rows of a list are drawn."""

    TABLE = "table"  # ten columns
    CARDS = "cards"  # one after another, each with its own menu: for small screens

    @property
    def sizes(self) -> tuple[int, ...]:
        """The rows per page it may have."""
        return PAGE_SIZES if self is Layout.TABLE else CARD_SIZES


@dataclass(frozen=True, kw_only=True)
class TaskFilter:
    """All conditions must hold; an empty one holds always, and one of several values with any of them.

    Days and times are those of the reader's time zone.
    """

    statuses: tuple[Status, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    logins: tuple[LoginStatus, ...] = ()
    causes: tuple[str, ...] = ()  # of failures: see domain.triage.causes
    types: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    account: str = ""  # login or user id, exact
    users: tuple[str, ...] = ()  # Slack user ids: who asked
    mine: str = ""  # a Slack user id: who asked, or whose the account is
    batch: int | None = None  # which created the task, or has it among its own
    task_id: int | None = None
    span: str = (
        ""  # today, yesterday, 1w, 30d; the last 12h or 90m; from 18:00 on, the last time it was that late
    )
    since: date | None = None  # or a time, without a zone: from then on
    until: date | None = None  # this day included; or a time, without a zone: before then

    @property
    def is_empty(self) -> bool:
        return self == EVERYTHING


EVERYTHING = TaskFilter()


def begins(since: date) -> datetime:
    """When a day or a time of a filter begins, without a zone."""
    return since if isinstance(since, datetime) else datetime.combine(since, time())


def ends(until: date) -> datetime:
    """Before when a day or a time of a filter ends, without a zone."""
    if isinstance(until, datetime):
        return until
    return datetime.combine(until, time.max) if until == date.max else begins(until + timedelta(days=1))


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A place between two rows of a list: right after (or before) the row created then, with this id.

    Stepping from an edge shows no row twice and misses none, whatever arrives meanwhile.
    """

    after: bool
    created_at: datetime
    task_id: int


@dataclass(frozen=True, kw_only=True)
class ListState:
    """One page of one list: what it shows and how. Pages count from 1."""

    filter: TaskFilter = EVERYTHING
    page: int = 1
    size: int = 20
    edge: Edge | None = None  # where the page begins (or ends); without it the number alone says
    layout: Layout = Layout.TABLE

    def turned(self, page: int, edge: Edge | None = None) -> "ListState":
        return replace(self, page=page, edge=edge)

    def filtered(self, wanted: TaskFilter) -> "ListState":
        """Another filter, from its first page."""
        return replace(self, filter=wanted, page=1, edge=None)

    def sized(self, size: int) -> "ListState":
        """Another number of rows; the first row shown stays on the page."""
        first_row = (self.page - 1) * self.size
        return replace(self, size=size, page=first_row // size + 1, edge=None)

    def laid_out(self, layout: Layout) -> "ListState":
        """The other layout, with as many rows as it may have."""
        state = replace(self, layout=layout)
        return state if self.size in layout.sizes else state.sized(layout.sizes[-1])


@dataclass(frozen=True, kw_only=True)
class RosterFilter:
    """Which accounts a list shows or a schedule runs on, and which page of it, counting from 1.

    All conditions must hold; an empty one holds always, and one of several values with any of them.
    """

    held: bool = False
    groups: tuple[str, ...] = ()
    logins: tuple[LoginStatus, ...] = ()
    owner: str = ""  # a Slack user id
    page: int = 1

    def turned(self, page: int) -> "RosterFilter":
        return replace(self, page=page)
