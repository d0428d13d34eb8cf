"""One clock for everything, so that tests may turn it; it also makes Slack's unique message timestamps."""

import time
from collections.abc import Callable

MICROSECONDS = 1_000_000


class Clock:
    """Seconds since the epoch, and ts values that never repeat."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._last = 0

    def now(self) -> float:
        return self._now()

    def ts(self) -> str:
        """A message's ts: later than every ts given before, even if the clock stands still."""
        self._last = max(int(self._now() * MICROSECONDS), self._last + 1)
        return f"{self._last // MICROSECONDS}.{self._last % MICROSECONDS:06d}"
