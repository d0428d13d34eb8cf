"""What one attempt came to, as plain values: the executor returns it, ``tasks.claims`` writes it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.domain.lifecycle import LoginStatus, Status
from models.domain.proxies import ProxyAddress

NOT_DONE = "Not done: "
"""How the result of an attempt begins that came to its own end without the thing that was asked for."""
LOOK_FIRST = "The account must be looked at before this is run again."
"""What the result of an attempt says that may have taken the one step which must not be taken twice."""
LOOK_LOST = "Look at the account before this is run again: it may have been done."
"""The same of one whose worker was lost."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The picture of an outcome. ``data`` are the bytes of an image of ``mime``; sizes in pixels."""

    data: bytes = field(repr=False)
    mime: str
    width: int
    height: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ProxyAnswer:
    """How a proxy answered when it was asked for the site."""

    proxy_id: int
    seconds: float = 0.0  # until it had connected us
    failure: str = ""  # a sentence without secrets; empty: it answered
    traffic: int = 0  # bytes that an attempt carried through it, both ways


@dataclass(frozen=True, kw_only=True)
class AttemptOutcome:
    """How one attempt ended. ``result`` is one sentence for people; ``cause`` a short code for machines."""

    status: Status
    login_status: LoginStatus
    result: str
    cause: str = ""
    evidence: Evidence | None = None
    session: bytes | None = field(default=None, repr=False)  # to keep for the account, sealed
    trace: bytes | None = field(default=None, repr=False)  # every step of it, sealed
    proxy: ProxyAnswer | None = None  # of the account's proxy, where it was asked


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A task that a worker has claimed. Every later write carries the fence; an outdated one changes nothing."""

    task_id: int
    fence: int
    attempt: int
    type: str
    params: dict[str, str]  # none where what is stored are no parameters
    account_id: int
    worker: str
    asked_at: datetime  # when this attempt was asked for
    claimed_at: datetime
    session: bytes | None = field(default=None, repr=False)  # the account's as it is stored now, sealed
    rank: int = 0  # see ranks.levels


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """A task an operation left alone, and what it was at that moment."""

    task_id: int
    status: Status | None  # None: there is no such task
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class OperationResult:
    """What an operation on many tasks did."""

    done: tuple[int, ...] = ()
    later: tuple[int, ...] = ()  # live now: they run again once the present attempt has let go
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What the browser needs to be an account. Never logged: ``repr`` hides the secrets."""

    login: str
    user_id: str
    password: str | None = field(repr=False)
    session: dict[str, Any] | None = field(repr=False)  # a browser's storage state
    proxy: ProxyAddress | None
    needs_proxy: bool
    proxy_id: int = 0  # 0: none
    totp: str | None = field(default=None, repr=False)  # what makes its one-time codes
