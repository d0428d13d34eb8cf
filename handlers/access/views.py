"""View models of the access and audit pages."""

from dataclasses import dataclass

from handlers.slack.paging import Paged


@dataclass(frozen=True, kw_only=True)
class GrantView:
    """One grant, and how its Remove names it."""

    words: str
    value: str


@dataclass(frozen=True, kw_only=True)
class AccessView:
    """What the reader may do, and all grants if they may change them."""

    own: str
    grants: tuple[GrantView, ...]
    more: str  # which page it is, first admins, how to change it
    paged: Paged | None = None  # of those that may change them


@dataclass(frozen=True, kw_only=True)
class AuditView:
    """One page of the audit."""

    filter_line: str
    lines: tuple[str, ...]  # Slack markup
    empty: str
    older: str  # what leads to the next page, encoded
