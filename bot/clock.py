"""The time, as the database's server has it: processes on machines whose clocks differ must agree on leases."""

from datetime import UTC, datetime, timedelta

import structlog

from models.leases import steady
from models.sql import server_time

_SLIGHT = timedelta(seconds=1)  # smaller differences are the network's, and harm nobody
_log = structlog.get_logger()


class Clock:
    """The server's time when it was asked last, and from then on a clock that nobody sets.

    Where there is no server, this machine's clock: all processes see at once that it was set.
    """

    def __init__(self) -> None:
        self.behind = timedelta()  # how far this machine's clock was behind the server's
        self._agreed: tuple[datetime, float] | None = None  # a moment, and when that was by the steady clock

    def now(self) -> datetime:
        """The moment, in UTC."""
        if self._agreed is None:
            return datetime.now(UTC)
        moment, at = self._agreed
        return moment + timedelta(seconds=steady() - at)

    def _behind(self, least: timedelta, most: timedelta) -> timedelta:
        """How far behind this machine's clock is. Who stood still between question and answer knows only the bounds."""
        if most - least <= 2 * _SLIGHT:
            return (least + most) / 2
        return min(max(self.behind, least), most)

    async def agree(self) -> None:
        """Ask the server for its time. SQLite has none of its own: one file, one machine, one clock."""
        asked = datetime.now(UTC)
        server_now = await server_time()
        answered = datetime.now(UTC)
        if server_now is None:
            return
        behind = self._behind(server_now - answered, server_now - asked)
        if abs(behind) < _SLIGHT:
            behind = timedelta()
        if abs(behind - self.behind) >= _SLIGHT:
            _log.warning("clock differs from the database's", seconds=round(behind.total_seconds(), 1))
            self.behind = behind
        self._agreed = (answered + behind, steady())


_clock = Clock()
now = _clock.now
agree = _clock.agree
