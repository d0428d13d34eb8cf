"""One job as the browser half needs it: all that must be known, nothing of the database."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from executor.sitemap.loading import practice
from executor.sitemap.site import SiteMap
from models.domain.one_time_codes import OneTimeCodes
from models.domain.proxies import ProxyAddress
from models.domain.task_types import TaskType

TakeWindow = Callable[[int], Awaitable[bool]]
"""Takes a window of the account's one-time codes, told by when it begins in Unix seconds; False when a code of it was used."""


@dataclass(frozen=True, kw_only=True)
class SecondStep:
    """What a log-in needs where the site asks for a code: what makes it, and what keeps one from being typed twice."""

    codes: OneTimeCodes
    take_window: TakeWindow


async def _confirmed() -> None:
    """Nobody else could have it."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One attempt of one task on one account."""

    task_id: int
    attempt: int
    type: TaskType
    params: Mapping[str, str]
    login: str
    user_id: str | None  # the platform's own number of the account, when it is known
    password: str | None = field(repr=False)
    session: Mapping[str, Any] | None = field(repr=False)  # a Playwright storage state
    proxy: ProxyAddress | None
    needs_proxy: bool
    site_url: str  # root of the platform site
    limit: float  # seconds this attempt may take
    site_map: SiteMap = field(default_factory=practice, repr=False)  # how the site is used
    proxy_id: int = 0  # by which its answers are kept
    trace: bool = False  # keep a record of every step when it fails
    second_step: SecondStep | None = field(default=None, repr=False)  # of a log-in
    desk: "CodeDesk | None" = field(default=None, repr=False)  # asks a person for a code
    confirm: Callable[[], Awaitable[None]] = (
        _confirmed  # ask whether it is still ours; LetGo unless that is certain
    )
    is_ours: Callable[[], bool] = lambda: True  # the same by the time alone


class CodeWait(Protocol):
    """One wait for codes that a person types."""

    async def code(self) -> str | None:
        """The next code; None when the time is over."""

    async def refused(self) -> None:
        """The site did not take it: another one is asked for."""

    def ends(self, *, is_in: bool) -> None:
        """The site took the code, or takes no more: what the person is told in the end."""


class CodeDesk(Protocol):
    """Where a person is asked for one-time codes."""

    def asked(self, seconds: float) -> AbstractAsyncContextManager[CodeWait | None]:
        """Ask for so long, at most until the block ends; None: nobody is asked."""
        ...


class LetGo(Exception):
    """The attempt ends here without an end of its own: the task's lease decides."""


class DatabaseAway(LetGo):
    """The database cannot be asked at the moment, or could not for too long, which is no failure of the task."""


class Fenced(LetGo):
    """The task is not ours any more."""
