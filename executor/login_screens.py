"""The log-in screens of the site: those that show instead of what was asked for when an account is not logged in."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import Locator, Page

from executor import sitemap
from executor.faults import LoginEnded
from models.domain.lifecycle import LoginStatus

CLOSED = (sitemap.CHECKPOINT_HEADING, sitemap.DISABLED_HEADING)
CODE_WANTED = "code_wanted"
"""The cause where the site asks for a one-time code."""


@dataclass(frozen=True, kw_only=True)
class _Screen:
    """One screen of the log-in, and the end of a visit that meets it."""

    path: str
    heading: str
    status: LoginStatus
    reason: str
    cause: str = ""

    def ended(self) -> LoginEnded:
        return login_ended(self.status, self.reason, cause=self.cause)


_SCREENS = (
    _Screen(
        path=sitemap.LOGIN_CODE,
        heading=sitemap.CODE_HEADING,
        status=LoginStatus.CHECKPOINT,
        reason="the site asks for a one-time code",
        cause=CODE_WANTED,
    ),
    _Screen(
        path=sitemap.CHECKPOINT,
        heading=sitemap.CHECKPOINT_HEADING,
        status=LoginStatus.CHECKPOINT,
        reason="a person must confirm the identity",
    ),
    _Screen(
        path=sitemap.DISABLED,
        heading=sitemap.DISABLED_HEADING,
        status=LoginStatus.DISABLED,
        reason="the platform has disabled this account",
    ),
    _Screen(
        path=sitemap.LOGIN,
        heading=sitemap.LOGIN_HEADING,
        status=LoginStatus.LOGGED_OUT,
        reason="the session has ended",
    ),
)


def is_final(ended: LoginEnded) -> bool:
    """Whether neither a password nor a code helps there."""
    return ended.status in (LoginStatus.CHECKPOINT, LoginStatus.DISABLED) and ended.cause != CODE_WANTED


def headings(page: Page) -> list[Locator]:
    """All headings by which a log-in screen is known."""
    return [heading(page, screen.heading) for screen in _SCREENS]


def heading(page: Page, text: str) -> Locator:
    return page.get_by_role("heading", name=text, exact=True)


def by_address(page: Page) -> LoginEnded | None:
    """The log-in screen that the page's address tells, or None."""
    path = urlsplit(page.url).path.rstrip("/")
    return next((screen.ended() for screen in _SCREENS if screen.path == path), None)


async def by_heading(page: Page) -> LoginEnded | None:
    """The log-in screen that the page's heading tells, or None."""
    for screen in _SCREENS:
        if await heading(page, screen.heading).count():
            return screen.ended()
    return None


def login_ended(status: LoginStatus, reason: str, *, cause: str = "") -> LoginEnded:
    """The end of a visit at a log-in screen, in the words of the task list.

    >>> login_ended(LoginStatus.WRONG_PASSWORD, "the site refused it").sentence
    'wrong password: the site refused it'
    """
    return LoginEnded(status, f"{status.label}: {reason}", cause=cause)
