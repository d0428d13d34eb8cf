"""Where the bytes of a file come from, and what its reader asks of others meanwhile. Pure."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

Open = Callable[[], BinaryIO]
"""Opens a file at its beginning; each call gives a stream of its own, to be closed."""

Kept = Callable[[], str]
"""The text of a session, from where it was kept."""


def opening(given: bytes | Open) -> Open:
    """The same for bytes in memory."""
    return (lambda: io.BytesIO(given)) if isinstance(given, bytes) else given


def _nobody(owner: str) -> str:
    raise ValueError(f"owner must be a Slack user id, such as U012ABCDEF, not {owner}: {COPY_ID}")


def _unheard(_accounts: int) -> None:
    """Nobody wants to know."""


COPY_ID = "in Slack, *Copy member ID* of a profile."


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What the reader of a file asks of others, from the thread it runs in."""

    keep: Callable[[str], Kept] | None = None
    """Keeps a session's JSON out of memory; None: the records have the sessions in memory."""
    find_owner: Callable[[str], str] = _nobody
    """The Slack id of a handle (`@ann`) or an e-mail address. Raises ValueError with a sentence."""
    progress: Callable[[int], None] = _unheard
    """Told after every account how many have been read."""


def forgotten(_session: str) -> Kept:
    """For a look at a file, of which nothing is saved: no session is kept."""
    return _never


def _never() -> str:
    raise AssertionError("a file that was only looked at is not saved")
