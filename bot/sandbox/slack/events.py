"""What people's screens are told: one numbered stream, of which each reads what they may see."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from .documents import Json

# A screen that missed more than this asks for everything again.
KEPT = 10_000


@dataclass(frozen=True)
class Entry:
    """One event; an audience of None is everybody."""

    cursor: int
    event: Json
    audience: frozenset[str] | None

    def for_user(self, user_id: str) -> bool:
        return self.audience is None or user_id in self.audience


class Hub:
    """The stream and those who wait on it."""

    def __init__(self) -> None:
        self.cursor = 0
        self.closed = False
        self._entries: list[Entry] = []
        self._waiting: set[asyncio.Event] = set()
        self._last: dict[str | None, int] = {}

    def publish(self, event: Json, audience: frozenset[str] | None) -> None:
        self.cursor += 1
        self._entries.append(Entry(self.cursor, event, audience))
        for user_id in audience or {None}:
            self._last[user_id] = self.cursor
        if len(self._entries) > KEPT:
            del self._entries[: KEPT // 2]
        self._wake()

    def cursor_of(self, user_id: str) -> int:
        """The last event this user may see."""
        return max(self._last.get(user_id, 0), self._last.get(None, 0))

    def close(self) -> None:
        """Every stream ends."""
        self.closed = True
        self._wake()

    async def stream(self, user_id: str, after: int) -> AsyncIterator[Entry]:
        """This user's events after the cursor, and every later one as it happens."""
        woken = asyncio.Event()
        self._waiting.add(woken)
        try:
            while not self.closed:
                woken.clear()
                for entry in self._since(after):
                    after = entry.cursor
                    if entry.for_user(user_id):
                        yield entry
                if after == self.cursor:
                    await woken.wait()
        finally:
            self._waiting.discard(woken)

    def _since(self, after: int) -> list[Entry]:
        if not self._entries:
            return []
        first = self._entries[0].cursor
        return self._entries[max(0, after - first + 1) :]

    def _wake(self) -> None:
        for woken in self._waiting:
            woken.set()
