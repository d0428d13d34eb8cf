"""A connection to PostgreSQL as Bellhop keeps it: neither end waits for the other without a limit.

A way that carries nothing more (a firewall forgot it, an address moved, a pooler froze) looks to this side like a server
that thinks for long; a process that froze, or whose machine is gone, looks to the server like one that has a pause in its
transaction, with all that it has locked. Each gives the other up: within half a minute, before any lease is over.
"""

import select
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

import asyncpg
from asyncpg.transaction import Transaction

T = TypeVar("T")
PAUSE = 20.0
"""Seconds between two statements of a transaction, then the server ends it with its session. The longest honest pause is 0.8
on a busy machine, with 5,000 tasks in one batch; a lease lasts 60, and what was locked is free long before it is over."""
PATIENCE = 30.0
"""Seconds for a statement, unless the URL says otherwise, and for a free connection of the pool: whoever waits for a lock of
one that froze gets it before."""

_ACKNOWLEDGED = (
    2.0  # seconds for the server to say that it has cancelled a statement: one that lives needs milliseconds
)
_QUIET, _BETWEEN, _PROBES = (
    10,
    5,
    3,
)  # seconds without a word, seconds between two probes, probes: TCP's own look
_DEAD_AFTER = _QUIET + _BETWEEN * _PROBES
_CLIENT = {
    "TCP_KEEPIDLE": _QUIET,
    "TCP_KEEPALIVE": _QUIET,  # what macOS calls it
    "TCP_KEEPINTVL": _BETWEEN,
    "TCP_KEEPCNT": _PROBES,
    "TCP_USER_TIMEOUT": _DEAD_AFTER * 1000,  # for what was sent and never confirmed
}
_SINCE = {"tcp_user_timeout": 12}  # versions of PostgreSQL
_LEVEL = "read committed"
_OTHER_LEVEL = (
    f"SELECT FROM pg_settings WHERE name = 'default_transaction_isolation' AND reset_val <> '{_LEVEL}'"
)


def _settings() -> dict[str, str | int]:
    return {
        "default_transaction_isolation": f"'{_LEVEL}'",
        "idle_in_transaction_session_timeout": round(PAUSE * 1000),
        "tcp_keepalives_idle": _QUIET,
        "tcp_keepalives_interval": _BETWEEN,
        "tcp_keepalives_count": _PROBES,
        "tcp_user_timeout": _DEAD_AFTER * 1000,
    }


class _Transaction(Transaction):
    """Behind a pooler each transaction may have another session: so it brings its limit along."""

    async def start(self) -> None:
        try:
            await super().start()
            if self._connection.is_pooled and not self._nested:
                await self._connection.execute(
                    f"SET LOCAL idle_in_transaction_session_timeout = {round(PAUSE * 1000)}"
                )
        except BaseException:
            # Tortoise gives a connection back only after a transaction that began.
            self._connection.terminate()
            raise


class Session(asyncpg.Connection):
    """One connection. What it is set to stays: nothing of ours changes a session, so nothing is set back."""

    is_pooled = False
    on_silence: Callable[[], Awaitable[None]] | None = None
    """What is done when it was given up: the way of this one is that of the others, too."""

    async def set_up(self, *, is_pooled: bool) -> None:
        """Limit how long each end waits. By ``SET``: poolers refuse such settings in the greeting."""
        self.is_pooled = is_pooled
        self._probe()
        if is_pooled:  # it would reach the session of somebody else
            return
        version = self.get_server_version().major
        await self.execute(
            "; ".join(
                f"SET {name} = {value}"
                for name, value in _settings().items()
                if version >= _SINCE.get(name, 0)
            )
        )

    def _probe(self) -> None:
        """Have the system find out that the other machine is gone."""
        way = self._transport.get_extra_info("socket")
        if way is None or way.family not in (socket.AF_INET, socket.AF_INET6):
            return
        way.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in _CLIENT.items():
            if (option := getattr(socket, name, None)) is not None:
                with suppress(OSError):  # a system that knows the name alone
                    way.setsockopt(socket.IPPROTO_TCP, option, value)

    async def has_other_level(self) -> bool:
        """Whether a transaction that does not name its isolation level gets another one than read committed."""
        return await self.execute(_OTHER_LEVEL) == "SELECT 1"

    def is_at_rest(self) -> bool:
        """Whether the server has said nothing unasked: what it says then is that it ends the session, most often.

        The driver finds it closed only after another turn of the event loop, and fails in the one between.
        """
        way = self._transport.get_extra_info("socket")
        if way is None or way.fileno() < 0:
            return False
        heard = select.poll()
        heard.register(way.fileno(), select.POLLIN)
        return not heard.poll(0)

    def get_reset_query(self) -> str:
        return ""

    def transaction(
        self, *, isolation: str | None = None, readonly: bool = False, deferrable: bool = False
    ) -> Transaction:
        self._check_open()
        return _Transaction(self, isolation, readonly, deferrable)

    async def execute(self, *query: Any, **more: Any) -> str:
        return await self._limited(super().execute(*query, **more))

    async def executemany(self, *query: Any, **more: Any) -> None:
        return await self._limited(super().executemany(*query, **more))

    async def fetch(self, *query: Any, **more: Any) -> list[asyncpg.Record]:
        return await self._limited(super().fetch(*query, **more))

    async def fetchrow(self, *query: Any, **more: Any) -> asyncpg.Record | None:
        return await self._limited(super().fetchrow(*query, **more))

    async def _limited(self, statement: Awaitable[T]) -> T:
        """After a time-out keep the connection only if the server says that it has heard of it."""
        try:
            return await statement
        except asyncpg.OutdatedSchemaCacheError:
            raise
        except asyncpg.InternalClientError as error:  # the server has ended the session, and is not gone yet
            self.terminate()
            raise asyncpg.ConnectionDoesNotExistError("the server has ended the session") from error
        except TimeoutError:
            await self._hear()
            raise

    async def _hear(self) -> None:
        """Give the connection up unless the server has something to say, be it that the transaction has failed."""
        try:
            await super().execute("SELECT 1", timeout=_ACKNOWLEDGED)
        except (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            if isinstance(error, asyncpg.PostgresError) and not self.is_closed():
                return
            self.terminate()
            if self.on_silence is not None:
                await self.on_silence()
