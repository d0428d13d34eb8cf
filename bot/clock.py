"""The time, as the database's server has it: processes on machines whose clocks differ must agree on leases."""

from datetime import UTC, datetime, timedelta

import structlog

from models.monitoring.health import server_time

_SLIGHT = timedelta(seconds=1)  # smaller differences are the network's, and harm nobody
_log = structlog.get_logger()


class Clock:
    """This machine's clock, corrected by how far it is from the server's."""

    def __init__(self) -> None:
        self.behind = timedelta()

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC) + self.behind

    async def agree(self) -> None:
        """Ask the server for its time. SQLite has none of its own: one file, one machine, one clock."""
        asked = datetime.now(UTC)
        server_now = await server_time()
        answered = datetime.now(UTC)
        if server_now is None:
            return
        behind = server_now - asked - (answered - asked) / 2
        if abs(behind) < _SLIGHT:
            behind = timedelta()
        if abs(behind - self.behind) >= _SLIGHT:
            _log.warning("clock differs from the database's", seconds=round(behind.total_seconds(), 1))
            self.behind = behind


_clock = Clock()
now = _clock.now
agree = _clock.agree
