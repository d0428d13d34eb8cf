"""One connection: aiohttp's protocol, with a clock for what aiohttp waits for without one."""

import asyncio
import socket
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from bot.server.bounds import Bounds
from bot.server.report import Report

if TYPE_CHECKING:
    from aiohttp import StreamReader
    from aiohttp.web import RequestHandler

_FORGET = struct.pack("ii", 1, 0)  # lingering: on, for no time at all


class Connections:
    """The open connections of a port. Where they are too many, or hold too much, the least trusted makes room."""

    def __init__(self, bounds: Bounds, report: Report) -> None:
        self.bounds, self.report = bounds, report
        self._open: dict[Connection, None] = {}  # by their last signed request, or else their opening
        self._held = 0  # bytes of unfinished requests

    def __len__(self) -> int:
        return len(self._open)

    def add(self, connection: "Connection") -> None:
        self._open[connection] = None

    def discard(self, connection: "Connection") -> None:
        if connection in self._open:
            del self._open[connection]
            self._held -= connection.held

    def renew(self, connection: "Connection") -> None:
        """Put it behind the others: it has just carried a signed request."""
        if connection in self._open:
            del self._open[connection]
            self._open[connection] = None

    def hold(self, connection: "Connection", more: int) -> None:
        """It holds so many bytes more (or fewer). When all hold too much, those that are unfinished make room.

        The oldest first, since an honest request is whole in a moment and an attacker's never; how much one holds
        says nothing, as the largest may be Slack's. First those that never carried a signed request, then the others.
        What is whole is answered, and what has brought these bytes goes on: only another makes room for it.
        """
        if connection not in self._open:
            return
        connection.held += more
        self._held += more
        while more > 0 and self._held > self.bounds.held_bytes:
            unfinished = [
                one for one in self._open if one.held and not one.is_whole and one is not connection
            ]
            victim = min(unfinished, key=lambda one: (one.known, one.began), default=None)
            if victim is None:
                return
            victim.drop("too_many_bytes")

    def make_room(self) -> bool:
        """Let one more in: close the oldest that never brought a signed request, else the oldest without one now."""
        if len(self) < self.bounds.connections:
            return True
        return self.push_out()

    def push_out(self) -> bool:
        strangers = (one for one in self._open if not one.known)
        pausing = (one for one in self._open if not one.signed)
        victim = next(strangers, None) or next(pausing, None)
        if victim is None:
            return False
        victim.drop("too_many_connections")
        return True


class Connection(asyncio.Protocol):
    """Passes everything on to aiohttp's protocol, and closes the connection when the peer takes too long."""

    def __init__(self, http: "RequestHandler", connections: Connections) -> None:
        self.known = False  # it has carried a request signed by Slack
        self.signed = False  # the request it carries now is one
        self.held = 0  # bytes of its unfinished request
        self.began = 0.0  # when the first of them came, by the loop's clock
        self._body: StreamReader | None = None  # of the request that is answered
        self._answering = False
        self._http = http
        self._all = connections
        self._transport: asyncio.Transport | None = None
        self._reading: asyncio.TimerHandle | None = None
        self._writing: asyncio.TimerHandle | None = None
        self._taken = asyncio.Event()  # all that was written
        self._taken.set()
        connections.add(self)

    @property
    def bounds(self) -> Bounds:
        return self._all.bounds

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing of the request it carries, so that it is answered in a moment."""
        return self.signed or (self._body is not None and self._body.is_eof())

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(0)  # pausing tells that an answer is not taken
        self._await_head()
        self._http.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if not self.held:
            self.began = asyncio.get_running_loop().time()
        if self._reading is None and not self._answering:
            self._await_head()
        self._http.data_received(data)
        self._all.hold(self, len(data))

    def eof_received(self) -> None:
        self._http.eof_received()

    def pause_writing(self) -> None:
        self._taken.clear()
        self._writing = self._later(self._all.bounds.answer, "slow_reader")
        self._http.pause_writing()

    def resume_writing(self) -> None:
        self._taken.set()
        _stop(self._writing)
        self._http.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        _stop(self._reading)
        _stop(self._writing)
        self._taken.set()
        self._all.discard(self)
        self._http.connection_lost(exc)

    async def begin(self, body: "StreamReader") -> None:
        """A head has come. It is answered when the answer before it has been taken."""
        _stop(self._reading)
        self._reading, self._answering, self._body = None, True, body
        await self._taken.wait()

    def trust(self) -> None:
        """The request is signed by Slack: it is answered, however many others come."""
        self.known = self.signed = True
        self._all.renew(self)

    def end(self) -> None:
        """The answer stands; what comes now belongs to the next request."""
        self.signed = self._answering = False
        self._body = None
        self._all.hold(self, -self.held)

    def drop(self, reason: str) -> None:
        """Close the connection at once, whatever it waits for; the kernel keeps nothing for the peer either."""
        self._all.report.note(reason)
        self._all.discard(self)
        if self._transport is not None:
            own: socket.socket = self._transport.get_extra_info("socket")
            with suppress(OSError):  # the peer closed it this moment
                own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _FORGET)
            self._transport.abort()

    def _await_head(self) -> None:
        self._reading = self._later(self._all.bounds.head, "late_head")

    def _later(self, seconds: float, reason: str) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, self.drop, reason)


def _stop(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
