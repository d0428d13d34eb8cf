"""Proxies as they are looked at, changed and handed out. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from models.domain.proxies import ProxyAddress


@dataclass(frozen=True, kw_only=True)
class ProxyFilter:
    """Which proxies a list shows, and which page of it, counting from 1."""

    failing: bool = False  # used and did not answer when last asked, or tasks ended for want of it
    page: int = 1

    def turned(self, page: int) -> "ProxyFilter":
        return replace(self, page=page)


@dataclass(frozen=True, kw_only=True)
class ListedProxy:
    """One proxy with who uses it and how it answered."""

    id: int
    address: ProxyAddress  # without its password
    accounts: int
    logins: tuple[str, ...]  # the first of them
    answers: bool | None  # when it was last asked; None: never
    answered_at: datetime | None
    answer_ms: int | None
    failed_at: datetime | None
    failure: str  # the last one, a sentence
    failed_tasks: int  # that ended for want of it, and still stand so


@dataclass(frozen=True, kw_only=True)
class ProxyPage:
    """Proxies, those that do not answer first, and the numbers around them."""

    rows: tuple[ListedProxy, ...]
    total: int
    page: int
    pages: int
    failing: int  # of all proxies
    wanting: int  # accounts that need a proxy and have none


class Takers(StrEnum):
    """Which accounts of a group get a proxy of a list."""

    WITHOUT = "without"  # have none
    UNSERVED = "unserved"  # have none, or one that did not answer when last asked
    ALL = "all"

    @property
    def label(self) -> str:
        return {
            Takers.WITHOUT: "accounts without a proxy",
            Takers.UNSERVED: "accounts without a proxy that answers",
            Takers.ALL: "all accounts",
        }[self]


@dataclass(frozen=True, kw_only=True)
class Given:
    """What became of a list of proxies."""

    proxies: tuple[int, ...]  # all of the list, in its order
    new: int  # of those, not there before
    accounts: tuple[int, ...]  # that got one each
    used: int  # proxies of the list that other accounts use, so they were given to nobody
    left: int  # proxies that were not needed
    unserved: int  # accounts for which there was no proxy left

    @property
    def is_change(self) -> bool:
        """Whether anything is otherwise than it was."""
        return bool(self.new or self.accounts)
