"""The doors of the site: the screens that show instead of what was asked when an account is not inside."""

from urllib.parse import urlsplit

from playwright.async_api import Locator, Page

from executor import sitemap
from executor.faults import LoginEnded
from models.lifecycle import LoginStatus

CLOSED = (sitemap.CHECKPOINT_HEADING, sitemap.DISABLED_HEADING)
FINAL = frozenset({LoginStatus.CHECKPOINT, LoginStatus.DISABLED})
"""What no password opens."""

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
    """All headings by which a door is known."""
    return [heading(page, text) for text in _BY_HEADING]


def heading(page: Page, text: str) -> Locator:
    return page.get_by_role("heading", name=text, exact=True)


async def closed_door(page: Page) -> LoginEnded | None:
    """Which door the page shows, by its address first and by its heading else; None when it shows none."""
    path = urlsplit(page.url).path.rstrip("/")
    status = _BY_PATH.get(path) or await _status_by_heading(page)
    return login_ended(status, _SENTENCES[status]) if status else None


def login_ended(status: LoginStatus, reason: str) -> LoginEnded:
    """The end of a visit at a door, in the words of the task list.

    >>> login_ended(LoginStatus.WRONG_PASSWORD, "the site refused it").sentence
    'wrong password: the site refused it'
    """
    return LoginEnded(status, f"{status.label}: {reason}")


async def _status_by_heading(page: Page) -> LoginStatus | None:
    for text, status in _BY_HEADING.items():
        if await heading(page, text).count():
            return status
    return None
