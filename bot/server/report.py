"""What a port dropped, told in one line a minute, however much it was."""

import asyncio
import logging
from collections import Counter

import structlog
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.log import server_logger

_log = structlog.get_logger()


class Report:
    """Counts what was dropped, by the reason. The first is told at once, what follows at the end of each ``quiet``."""

    def __init__(self, quiet: float) -> None:
        self._quiet = quiet
        self._counts: Counter[str] = Counter()
        self._timer: asyncio.TimerHandle | None = None

    def note(self, reason: str) -> None:
        self._counts[reason] += 1
        if self._timer is None:
            self._tell()

    def close(self) -> None:
        """Tell what has not been told yet."""
        if self._timer is not None:
            self._timer.cancel()
            self._tell()
        if self._timer is not None:
            self._timer.cancel()

    def logger(self) -> logging.Logger:
        """aiohttp's own log, but a request that is no HTTP is counted here: else a stranger writes the log."""
        own = logging.Logger(server_logger.name)  # noqa: LOG001 - one of the port, not one of the process
        own.parent = server_logger
        own.addFilter(self._is_ours)
        return own

    def _is_ours(self, record: logging.LogRecord) -> bool:
        """Whether a line of aiohttp's is about an error of ours."""
        if record.exc_info and isinstance(record.exc_info[1], HttpProcessingError):
            self.note("not_http")
            return False
        return True

    def _tell(self) -> None:
        self._timer = None
        if not self._counts:
            return
        _log.warning("requests dropped", **self._counts)
        self._counts.clear()
        self._timer = asyncio.get_running_loop().call_later(self._quiet, self._tell)
