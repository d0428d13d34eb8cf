"""Socket Mode: tickets, connections, and envelopes that want an acknowledgement."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from .documents import Json, an_object
from .identifiers import fresh_token

TICKET_SECONDS = 30.0
MOST_CONNECTIONS = 10
HELLO_SECONDS = 18_060


@dataclass(eq=False)
class Connection:
    """One socket of the app."""

    socket: web.WebSocketResponse
    request: web.Request

    def cut(self) -> None:
        """End it without a word, as a broken network does."""
        if self.request.transport is not None:
            self.request.transport.abort()


class Sockets:
    """The app's open connections; any envelope may go to any of them."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._connections: deque[Connection] = deque()
        self._pending: defaultdict[str, deque[asyncio.Future[Json]]] = defaultdict(deque)
        self._changed = asyncio.Condition()
        self.spoiled = 0  # so many of the next tickets are good for nothing

    def __len__(self) -> int:
        return len(self._connections)

    def ticket(self) -> str:
        """Good for one connection, soon."""
        ticket = fresh_token()
        if self.spoiled:
            self.spoiled -= 1
            return ticket
        self._tickets.add(ticket)
        asyncio.get_running_loop().call_later(TICKET_SECONDS, self._tickets.discard, ticket)
        return ticket

    async def until(self, check: Callable[[int], bool]) -> None:
        """Wait until the number of connections is right."""
        async with self._changed:
            await self._changed.wait_for(lambda: check(len(self._connections)))

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """GET /link: one connection, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="this ticket was used or never issued")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        if len(self._connections) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        await socket.send_json(self._hello())
        connection = Connection(socket, request)
        await self._joined(connection)
        try:
            await self._listen(socket)
        finally:
            await self._left(connection)
        return socket

    async def send(self, envelope: Json) -> asyncio.Future[Json] | None:
        """Send to the connection that waited longest; None if there is none that takes it."""
        for _ in range(len(self._connections)):
            self._connections.rotate(-1)
            connection = self._connections[-1]
            try:
                await connection.socket.send_json(envelope)
            except ConnectionResetError:
                continue
            answer = asyncio.get_running_loop().create_future()
            self._pending[envelope["envelope_id"]].append(answer)
            return answer
        return None

    def give_up(self, envelope_id: str, answer: asyncio.Future[Json]) -> None:
        """Nobody waits for this acknowledgement any more."""
        waiting = self._pending.get(envelope_id)
        if waiting and answer in waiting:
            waiting.remove(answer)
        if not waiting:
            self._pending.pop(envelope_id, None)

    def cut(self) -> None:
        """Every connection breaks."""
        for connection in list(self._connections):
            connection.cut()

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to come again, and close it, as Slack does every few hours."""
        for connection in list(self._connections):
            await connection.socket.send_json({"type": "disconnect", "reason": reason})
            await connection.socket.close()

    async def _joined(self, connection: Connection) -> None:
        async with self._changed:
            self._connections.append(connection)
            self._changed.notify_all()

    async def _left(self, connection: Connection) -> None:
        async with self._changed:
            self._connections.remove(connection)
            self._changed.notify_all()

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for received in socket:
            if received.type == WSMsgType.TEXT:
                self._acknowledged(an_object(received.json()))

    def _acknowledged(self, answer: Json) -> None:
        waiting = self._pending.get(str(answer.get("envelope_id")))
        if waiting:
            waiting.popleft().set_result(answer)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "localhost", "approximate_connection_time": HELLO_SECONDS},
        }
