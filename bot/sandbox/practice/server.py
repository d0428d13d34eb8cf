"""A practice site as a server on loopback: started, stopped, furnished and read the same way whatever its screens are."""

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from bot.sandbox.practice import control
from bot.sandbox.practice.behaviour import Behaviour
from bot.sandbox.practice.hostility import hostility
from bot.sandbox.practice.ledger import written
from bot.sandbox.practice.members import Member
from bot.sandbox.practice.state import POSTS_SHOWN, STATE, State
from bot.sandbox.practice.traits import Traits

SHUTDOWN_SECONDS = 1.0  # browsers keep their connections open; closing the site does not wait for them


async def _one_request_per_connection(_: web.Request, response: web.StreamResponse) -> None:
    """End every connection after its answer.

    Chromium sends a request again, a POST too, when a connection that it has used before breaks without an
    answer. Then a dropped answer would be repaired behind the back of whoever asked for it to be dropped.
    """
    response.force_close()
    response.headers[hdrs.CONNECTION] = "close"


def application(
    state: State, rooms: Iterable[web.RouteTableDef], middlewares: Iterable[Middleware]
) -> web.Application:
    """All screens over one state; the middlewares stand in the order in which a request meets them."""
    app = web.Application(middlewares=[hostility, *middlewares])
    app[STATE] = state
    app.on_response_prepare.append(_one_request_per_connection)
    for routes in (*rooms, control.routes):
        app.add_routes(routes)
    return app


class PracticeServer:
    """A site: start it, hand out sessions and invitations, turn it hostile, read its books.

    Invitations are triples of code, business name and role, open to every member. Without ``posts`` the home screen
    fits into the window, and its picture costs half. A site says what it is by ``traits`` and ``application``.
    """

    traits: ClassVar[Traits]

    def __init__(
        self,
        members: Iterable[Member] = (),
        invitations: Iterable[tuple[str, str, str]] = (),
        latency_ms: int = 0,
        posts: int = POSTS_SHOWN,
    ) -> None:
        self.state = State(traits=self.traits, latency_ms=latency_ms, posts=posts)
        self._runner: web.AppRunner | None = None
        self._host = "127.0.0.1"
        self._port = 0
        for member in members:
            self.state.books.enrol(member)
        for code, business_name, role in invitations:
            self.state.books.invite(code, business_name, role)

    def application(self) -> web.Application:
        """The screens of this site over its state."""
        raise NotImplementedError

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 picks a free one, which `url` then tells."""
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        self._runner = runner
        await web.TCPSite(runner, host, port).start()
        self._host, self._port = host, int(runner.addresses[0][1])

    async def aclose(self) -> None:
        """Release whoever hangs, then stop listening."""
        self.state.closing.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        if self._runner is None:
            await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self._port}"

    def session_for(self, login: str, *, expired: bool = False) -> dict[str, Any]:
        """A browser state that is signed in as this account, or was until its session expired."""
        if login not in self.state.books.members:
            raise KeyError(login)
        sessions = self.state.sessions
        return sessions.storage_state(sessions.open(login, expired=expired), self._host)

    def invite(self, business_name: str, role: str, code: str = "") -> str:
        """Write an invitation and return its path."""
        code = code or secrets.token_urlsafe(9)
        self.state.books.invite(code, business_name, role)
        return f"{self.traits.invitations}{code}"

    def behave(self, *behaviours: Behaviour) -> None:
        for behaviour in behaviours:
            self.state.behaviours.add(behaviour)

    def calm(self) -> None:
        """Switch every hostile behaviour off."""
        self.state.behaviours.clear()

    def books(self) -> dict[str, list[dict[str, Any]]]:
        return written(self.state.books, self.state.sessions)
