"""Accounts as they are read: a line of a CSV, a row of the list, everything of one, its hold. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from models.domain.lifecycle import LoginStatus, Status
from models.domain.proxies import ProxyAddress
from models.domain.values.proxies import ListedProxy

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
CHANGED = ("user_id", "proxy", "needs_proxy", "owner")
"""What an account has beside its group that a record changes, empty or not; an empty secret changes nothing."""


@dataclass(frozen=True, kw_only=True)
class AccountRecord:
    """One line of the CSV, checked."""

    login: str
    group: str
    user_id: str = ""
    password: str = field(default="", repr=False)
    proxy: ProxyAddress | None = None
    needs_proxy: bool = False
    session: dict[str, Any] | None = field(default=None, repr=False)
    kept_session: Callable[[], str] | None = field(default=None, repr=False)
    """The session's JSON, of a record that does not have it in memory."""
    owner: str = ""
    totp: str = field(default="", repr=False)  # as ``OneTimeCodes.text`` writes it
    left: frozenset[str] = frozenset()
    """Those of ``CHANGED``, and the group, that are not given: an account that is there keeps what it has."""

    @property
    def has_session(self) -> bool:
        """Whether it brings one."""
        return bool(self.session or self.kept_session)


@dataclass(frozen=True, kw_only=True)
class Imported:
    """How many accounts an import added and how many it changed."""

    added: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class Losses:
    """The logins of accounts that an import takes something from, in their order."""

    proxy: tuple[str, ...] = ()  # they have one, and none afterwards
    needs_proxy: tuple[str, ...] = ()  # they are not used without a proxy, and would be


@dataclass(frozen=True, kw_only=True)
class OpenHold:
    """Why an account is held now, since when, and by whom."""

    why: str  # a sentence for people
    by: str  # the person who holds it; empty: it is held by itself
    at: datetime
    channel: str = ""  # of the message that asks; empty until Slack has answered, and where a person holds it
    ts: str = ""
    check_id: int | None = None  # the newest task that looks whether it can end
    id: int = 0


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One account; of its secrets only whether they are kept."""

    id: int
    login: str
    user_id: str
    group: str
    login_status: LoginStatus
    login_seen_at: datetime | None
    proxy: ProxyAddress | None  # without its password
    needs_proxy: bool
    owner: str
    has_password: bool
    has_session: bool
    has_totp: bool = False


@dataclass(frozen=True, kw_only=True)
class ListedAccount:
    """One account of the list."""

    account: AccountRow
    waiting: int  # tasks
    hold: OpenHold | None


@dataclass(frozen=True, kw_only=True)
class AccountPage:
    """Accounts by login, and the numbers around them."""

    rows: tuple[ListedAccount, ...]
    total: int
    page: int
    pages: int
    held: int  # of all accounts


@dataclass(frozen=True, kw_only=True)
class ObservedLogin:
    """A login status, since which attempt it was seen so."""

    status: LoginStatus
    at: datetime
    task_id: int


@dataclass(frozen=True, kw_only=True)
class AccountDetail:
    """Everything of one account but its secrets."""

    account: AccountRow
    hold: OpenHold | None
    timeline: tuple[ObservedLogin, ...]  # changes only, newest first
    live: int | None  # the task that runs now
    queue: tuple[int, ...]  # the first tasks that wait, oldest first
    waiting: int
    note_link: str  # of the newest status note
    answer: ListedProxy | None = None  # its proxy, with how that answered last


@dataclass(frozen=True, kw_only=True)
class HoldingTask:
    """The task whose attempt had its account held."""

    id: int
    type: str
    operation_user: str
    note_link: str
    status: Status = Status.ENDED
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class HoldDetail:
    """A hold with what a person needs to know of it."""

    id: int
    why: str
    released_by: str
    released_at: datetime | None
    channel: str  # of the message that asks; empty until Slack has answered
    ts: str
    asked: str  # who got it; empty also where a former version asked
    account_id: int
    login: str
    user_id: str
    owner: str
    task: HoldingTask | None  # none when a person holds the account
    waiting: int  # tasks that wait for the account now, its check not among them
    at: datetime = EARLIEST
    by: str = ""  # the person who holds it; empty: it is held by itself
    checks: bool = False  # the check that can end it waits or runs
    canceled: bool = False  # the last check was cancelled
    check_id: int | None = None
    check_by: str = ""
    given: str = ""  # what they gave for it: password, session; again: they re-executed somebody else's
    again: bool = False  # the task that met it runs again when that check is logged in
    checked: str = ""  # what the last check met that did not get in
    freed: int = 0  # tasks that waited for it when it ended
    went_on: bool = False  # the task that met it runs again
    passed_to: str = ""
    passed_by: str = ""
    left_channel: str = ""  # of the message of whoever passed it on, until that says so
    left_ts: str = ""
    kept_by: str = ""
    code_id: int | None = None  # of the question for a code that a worker waits for
    picture: str = ""  # the file in Slack of the newest picture of what was met

    @property
    def whom(self) -> tuple[str, ...]:
        """Who may be asked, the first one first: whom it was passed on to, the responsible person, who caused the task."""
        people = (self.passed_to, self.owner, self.task.operation_user if self.task else "")
        return tuple(dict.fromkeys(filter(None, people)))

    @property
    def is_checked(self) -> bool:
        """Whether its check ended it, not a release by hand."""
        return self.released_at is not None and self.checked == LoginStatus.LOGGED_IN.label

    @property
    def responsible(self) -> frozenset[str]:
        """Who may end it whatever their grants for the account's group: they must be able to see it."""
        return frozenset(filter(None, (self.owner, self.passed_to)))

    @property
    def readers(self) -> tuple[str, ...]:
        """Who reads the message that asks: whom it went to, or, where nobody wrote that down, whoever may have got it."""
        return (self.asked,) if self.asked else self.whom


class CodeState(StrEnum):
    """What became of a question for a one-time code."""

    OPEN = "open"
    GIVEN = "given"  # a person typed one; the worker takes and tries it
    TAKEN = "taken"  # the site took it
    REFUSED = "refused"  # the site took none, for good
    LATE = "late"  # nobody typed one in time
    LEFT = "left"  # the attempt ended otherwise


@dataclass(frozen=True, kw_only=True)
class CodeDetail:
    """A worker that waits for a one-time code, without the code."""

    id: int
    task_id: int
    type: str
    operation_user: str
    account_id: int
    login: str
    user_id: str
    owner: str
    passed_to: str  # who has the account's hold instead of the owner
    until: datetime
    state: CodeState
    refused: int  # codes that the site did not take
    given_by: str
    asked: str  # who got the message; empty until Slack has answered
    channel: str
    ts: str
    asked_at: datetime = EARLIEST

    @property
    def whom(self) -> tuple[str, ...]:
        """Who may be asked, the first one first."""
        return tuple(dict.fromkeys(filter(None, (self.passed_to, self.owner, self.operation_user))))

    @property
    def responsible(self) -> frozenset[str]:
        """As of a hold."""
        return frozenset(filter(None, (self.owner, self.passed_to)))
