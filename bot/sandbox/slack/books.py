"""The books: every call, refusal and delivery, for tests and for the curious."""

from collections import deque

from .change_signal import ChangeSignal
from .documents import Json

# Far more than any test or demo makes; a benchmark may run for hours.
KEPT = 50_000


class Books:
    """What happened, oldest first."""

    def __init__(self) -> None:
        self.calls: deque[Json] = deque(maxlen=KEPT)
        self.refusals: deque[Json] = deque(maxlen=KEPT)
        self.deliveries: deque[Json] = deque(maxlen=KEPT)
        self.changed = ChangeSignal()

    def called(self, entry: Json) -> None:
        """One Web API call: method, time, ok, error?, status, arguments (never a token)."""
        self.calls.append(entry)
        self.changed.notify()

    def refused(self, method: str, time: float, error: str, detail: str) -> None:
        self.refusals.append({"method": method, "time": time, "error": error, "detail": detail})
        self.changed.notify()

    def delivered(self, entry: Json) -> None:
        """One delivery to the app: type, kind, time, transport, envelope_id?, acked, latency_ms."""
        self.deliveries.append(entry)
        self.changed.notify()
