"""Listens for an aiohttp application, within bounds. What aiohttp's own site lacks: deadlines, and an end to accepting.

asyncio's accept loop logs and tries again as many times as its backlog when there is no descriptor left; this one
accepts one connection after the other, and keeps the number of them below where descriptors end.
"""

import asyncio
import socket
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.server.bounds import Bounds
from bot.server.connection import Connection, Connections
from bot.server.report import Report

_BACKLOG = 1024  # connections the kernel keeps for us while others come by the thousand
_LINGERING = 1.0  # seconds for the rest of a body that nobody reads: else the answer could get lost
_HEADERS = 64  # of a request; each may have 8 kB


class Port:
    """Where an application listens. ``addresses`` are what it got; ``cleanup`` ends it."""

    def __init__(self, app: web.Application, bounds: Bounds) -> None:
        self._report = Report(bounds.quiet)
        self._connections = Connections(bounds, self._report)
        app.middlewares.insert(0, _tracked)
        self._runner = web.AppRunner(
            app,
            access_log=None,
            logger=self._report.logger(),
            keepalive_timeout=bounds.idle,
            lingering_time=_LINGERING,
            max_headers=_HEADERS,
            auto_decompress=False,  # Slack sends nothing packed, and what is packed small may be large
        )
        self._listeners: list[socket.socket] = []
        self._accepting: list[asyncio.Task[None]] = []

    @property
    def addresses(self) -> list[Any]:
        """What each listening socket is bound to, as ``getsockname`` gives it."""
        return [listener.getsockname() for listener in self._listeners]

    async def listen(self, host: str, port: int) -> None:
        """Listen; raise OSError when that is not possible."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        try:
            for family, _, _, _, address in dict.fromkeys(found):
                listener = socket.create_server(address[:2], family=family, backlog=_BACKLOG)
                listener.settimeout(0)
                self._listeners.append(listener)
        except OSError:
            self._close_listeners()
            raise
        await self._runner.setup()
        self._accepting = [asyncio.create_task(self._accept(listener)) for listener in self._listeners]

    async def cleanup(self) -> None:
        """Accept no more, give running answers their time, close all connections."""
        for task in self._accepting:
            task.cancel()
        if self._accepting:
            await asyncio.wait(self._accepting)
        self._close_listeners()
        await self._runner.cleanup()
        self._report.close()

    def _close_listeners(self) -> None:
        while self._listeners:
            self._listeners.pop().close()

    async def _accept(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                accepted, _ = await loop.sock_accept(listener)
            except ConnectionError:  # it is gone already
                continue
            except OSError:
                self._report.note("no_descriptor")
                self._connections.push_out()
                await asyncio.sleep(self._connections.bounds.retry)
                continue
            await self._take(accepted)

    async def _take(self, accepted: socket.socket) -> None:
        if not self._connections.make_room():
            self._report.note("no_room")
            accepted.close()
            return
        try:
            await asyncio.get_running_loop().connect_accepted_socket(self._connection, accepted)
        except OSError:  # it is gone already
            accepted.close()

    def _connection(self) -> Connection:
        server = self._runner.server
        assert server is not None  # noqa: S101 - set up before anything was accepted
        return Connection(server(), self._connections)


async def body_of(request: web.Request) -> bytes:
    """The whole body. Raise aiohttp's answer for a body that is too large, comes too slowly, or breaks off."""
    connection = _connection_of(request)
    bounds = connection.bounds if connection else Bounds()
    if (request.content_length or 0) > bounds.body_bytes:
        raise web.HTTPRequestEntityTooLarge(bounds.body_bytes)
    try:
        async with asyncio.timeout(bounds.body):
            return await request.read()
    except TimeoutError:
        if connection:
            connection.drop("late_body")
        raise web.HTTPRequestTimeout from None
    except (web.RequestPayloadError, ConnectionError) as error:
        raise web.HTTPBadRequest from error


def trust(request: web.Request) -> None:
    """Say that a request is signed: its connection is not closed for others until it is answered."""
    if connection := _connection_of(request):
        connection.trust()


@web.middleware
async def _tracked(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell the connection when a head has come, and when its answer stands. A stranger gets one answer, not a queue."""
    connection = _connection_of(request)
    if connection is None:  # lost meanwhile; what is whole is done all the same
        return await handler(request)
    await connection.begin(request.content)
    try:
        answer = await handler(request)
    except web.HTTPException as refusal:
        if not connection.known:
            refusal.force_close()
        raise
    finally:
        connection.end()
    if not connection.known:
        answer.force_close()
    return answer


def _connection_of(request: web.Request) -> Connection | None:
    protocol = request.transport.get_protocol() if request.transport else None
    return protocol if isinstance(protocol, Connection) else None
