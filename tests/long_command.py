"""Commands of ours that run for minutes or hours: they say what they are at, and interrupted they tell what they found."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from rich.console import Console

_console = Console(width=140)


def say(words: str) -> None:
    """A line with the time of day, as the command goes."""
    _console.print(f"{datetime.now(UTC):%H:%M:%S} {words}", highlight=False, markup=False)


@contextmanager
def told(tell: Callable[[], None]) -> Iterator[None]:
    """Tell what was found at the end of the block; or when it ends before its time, and then that too."""
    try:
        yield
    except BaseException as error:
        say(f"Ended before its time ({type(error).__name__}). What was found until then:")
        tell()
        raise
    tell()


def interrupt_on_terminate() -> None:
    """SIGTERM ends this process as SIGINT does: what it started is ended, and what it found is told.

    Only the first counts: whoever started it (`timeout`, `uv run`) may each send one, and asyncio hurries at a second.
    """

    def interrupt(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.raise_signal(signal.SIGINT)

    signal.signal(signal.SIGTERM, interrupt)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell starts what runs in its background so
        signal.signal(signal.SIGINT, signal.default_int_handler)
