"""What outlives a lost browser: how far an attempt has come, so that a second try repeats nothing that counts, and its time."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from executor.faults import Fault
from models.domain.lifecycle import LoginStatus


@dataclass(kw_only=True)
class Progress:
    """Written by the tries of one attempt."""

    session: Mapping[str, Any] | None = field(repr=False)  # the newest one known to be good
    login_status: LoginStatus = LoginStatus.UNKNOWN
    begun: bool = False  # the task is ours and the account may be touched
    password_sent: bool = False  # it is sent once; a second wrong one could lock the account
    code_sent: bool = False  # the same holds for a one-time code
    committed: bool = False  # the step that must not be taken twice was taken, or may have been
    switched_off: set[str] = field(default_factory=set[str])  # notification kinds
    result: str = ""  # of an action that was done, whatever happened to its picture
    first_fault: Fault | None = None  # why there is a second try


class TimeLimit:
    """The time of one attempt, over all its tries. A wait for a person is added to it: the work keeps the time it has."""

    def __init__(self, seconds: float) -> None:
        self._until = asyncio.get_running_loop().time() + seconds
        self._kept: asyncio.Timeout | None = None
        self.waited = 0.0  # seconds that were added so far

    def left(self) -> float:
        """Seconds until it is over; 0.0 when it is."""
        return max(self._until - asyncio.get_running_loop().time(), 0.0)

    @asynccontextmanager
    async def kept(self) -> AsyncGenerator[None]:
        """TimeoutError in the block when the limit is over."""
        try:
            async with asyncio.timeout_at(self._until) as self._kept:
                yield
        finally:
            self._kept = None

    @contextmanager
    def waits(self, most: float) -> Generator[None]:
        """Around a wait for a person, in a ``kept`` block: what it takes is added, ``most`` seconds of it."""
        began, until = asyncio.get_running_loop().time(), self._until
        self._move(until + most)
        try:
            yield
        finally:
            took = min(asyncio.get_running_loop().time() - began, most)
            self.waited += took
            self._move(until + took)

    def _move(self, until: float) -> None:
        self._until = until
        if self._kept is not None and not self._kept.expired():
            self._kept.reschedule(until)
