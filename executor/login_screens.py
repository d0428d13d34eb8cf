"""The log-in screens of the site: those that show instead of what was asked for when an account is not logged in."""

from urllib.parse import urlsplit

from playwright.async_api import Locator, Page

from executor import sitemap
from executor.faults import LoginEnded
from models.domain.lifecycle import LoginStatus

CLOSED = (sitemap.CHECKPOINT_HEADING, sitemap.DISABLED_HEADING)
FINAL = frozenset({LoginStatus.CHECKPOINT, LoginStatus.DISABLED})
"""Where no password helps."""

_BY_PATH = {
    sitemap.LOGIN: LoginStatus.LOGGED_OUT,
    sitemap.CHECKPOINT: LoginStatus.CHECKPOINT,
    sitemap.DISABLED: LoginStatus.DISABLED,
}
_BY_HEADING = {
    sitemap.CHECKPOINT_HEADING: LoginStatus.CHECKPOINT,
    sitemap.DISABLED_HEADING: LoginStatus.DISABLED,
    sitemap.LOGIN_HEADING: LoginStatus.LOGGED_OUT,
}
_SENTENCES = {
    LoginStatus.LOGGED_OUT: "the session has ended",
    LoginStatus.CHECKPOINT: "a person must confirm the identity",
    LoginStatus.DISABLED: "the platform has disabled this account",
}


def headings(page: Page) -> list[Locator]:
    """All headings by which a log-in screen is known."""
    return [heading(page, text) for text in _BY_HEADING]


def heading(page: Page, text: str) -> Locator:
    return page.get_by_role("heading", name=text, exact=True)


def by_address(page: Page) -> LoginEnded | None:
    """The log-in screen that the page's address tells, or None."""
    status = _BY_PATH.get(urlsplit(page.url).path.rstrip("/"))
    return login_ended(status, _SENTENCES[status]) if status else None


async def by_heading(page: Page) -> LoginEnded | None:
    """The log-in screen that the page's heading tells, or None."""
    for text, status in _BY_HEADING.items():
        if await heading(page, text).count():
            return login_ended(status, _SENTENCES[status])
    return None


def login_ended(status: LoginStatus, reason: str) -> LoginEnded:
    """The end of a visit at a log-in screen, in the words of the task list.

    >>> login_ended(LoginStatus.WRONG_PASSWORD, "the site refused it").sentence
    'wrong password: the site refused it'
    """
    return LoginEnded(status, f"{status.label}: {reason}")
