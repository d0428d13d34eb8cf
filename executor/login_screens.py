"""The log-in screens of the site: those that show instead of what was asked for when an account is not logged in."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import Locator, Page

from executor.browser.finding import find
from executor.faults import LoginEnded
from executor.sitemap.screens import LoginScreen, ScreenKind
from executor.sitemap.site import SiteMap
from models.domain.lifecycle import LoginStatus

CLOSED: tuple[ScreenKind, ...] = ("checkpoint", "disabled", "consent")
CODE_WANTED = "code_wanted"
"""The cause where the site asks for a one-time code."""


@dataclass(frozen=True, kw_only=True)
class _Meaning:
    """What a log-in screen means, and the end of a visit that meets it."""

    status: LoginStatus
    reason: str
    cause: str = ""

    def ended(self) -> LoginEnded:
        return login_ended(self.status, self.reason, cause=self.cause)


_MEANINGS: dict[ScreenKind, _Meaning] = {
    "code": _Meaning(
        status=LoginStatus.CHECKPOINT, reason="the site asks for a one-time code", cause=CODE_WANTED
    ),
    "checkpoint": _Meaning(status=LoginStatus.CHECKPOINT, reason="a person must confirm the identity"),
    "disabled": _Meaning(status=LoginStatus.DISABLED, reason="the platform has disabled this account"),
    "log-in": _Meaning(status=LoginStatus.LOGGED_OUT, reason="the session has ended"),
}
"""A consent is no end: it is passed."""


def is_final(ended: LoginEnded) -> bool:
    """Whether neither a password nor a code helps there."""
    return ended.status in (LoginStatus.CHECKPOINT, LoginStatus.DISABLED) and ended.cause != CODE_WANTED


def signs(page: Page, site: SiteMap, *, only: tuple[ScreenKind, ...] = ()) -> list[Locator]:
    """All by which the log-in screens of a site are known, or those of some kinds."""
    return [find(page, screen.shows) for screen in site.login_screens if not only or screen.kind in only]


def by_address(page: Page, site: SiteMap) -> LoginEnded | None:
    """The log-in screen that the page's address tells, or None."""
    path = urlsplit(page.url).path.rstrip("/")
    here = [screen for screen in site.login_screens if screen.kind in _MEANINGS and _leads_to(screen, path)]
    return _MEANINGS[here[0].kind].ended() if here else None


async def by_sign(page: Page, site: SiteMap) -> LoginEnded | None:
    """The log-in screen that the page shows, or None."""
    for screen in site.login_screens:
        if screen.kind in _MEANINGS and await find(page, screen.shows).count():
            return _MEANINGS[screen.kind].ended()
    return None


def _leads_to(screen: LoginScreen, path: str) -> bool:
    """Whether a path is the screen's, or one below it where the map says so with a star."""
    return any(path == one or (one.endswith("/*") and path.startswith(one[:-1])) for one in screen.path or ())


def login_ended(status: LoginStatus, reason: str, *, cause: str = "") -> LoginEnded:
    """The end of a visit at a log-in screen, in the words of the task list.

    >>> login_ended(LoginStatus.WRONG_PASSWORD, "the site refused it").sentence
    'wrong password: the site refused it'
    """
    return LoginEnded(status, f"{status.label}: {reason}", cause=cause)
