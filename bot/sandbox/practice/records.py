"""Records: the values that the books keep, one frozen class for each kind of entry."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

PAGE_CATEGORIES = (
    "Local business",
    "Brand or product",
    "Community",
    "Artist",
    "Public figure",
    "Entertainment",
)

NOTIFICATION_KINDS = (
    "Comments",
    "Tags",
    "Reminders",
    "Friend requests",
    "Birthdays",
    "Events",
    "Groups",
    "Marketing emails",
)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page that an account created."""

    id: str
    name: str
    category: str
    login: str
    created_at: datetime = field(default_factory=_now)


@dataclass(frozen=True, kw_only=True)
class Business:
    """A business manager. One that belongs to nobody here (it only invites) has an empty login."""

    id: str
    name: str
    login: str
    contact: str = ""
    email: str = ""
    created_at: datetime = field(default_factory=_now)


@dataclass(frozen=True, kw_only=True)
class Membership:
    """An account's place in a business manager."""

    business: Business
    role: str
    login: str


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A link that makes whoever accepts it a member of a business manager."""

    code: str
    business: Business
    role: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A page on its way through the steps. It outlives its submission, as drafts on real sites do."""

    token: str
    login: str
    name: str
    category: str = ""
