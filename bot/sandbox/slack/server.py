"""LocalSlack: everything on one loopback port."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from . import api, client, content, inspection, responses
from .clock import Clock
from .deliveries import ACK_SECONDS
from .documents import Json
from .endpoint import Endpoint
from .platform import Platform
from .switches import Switches
from .workspace import Workspace, workspace

PAGE = Path(__file__).with_name("page")
LARGEST_BODY = 64 * 1024 * 1024
SHUTDOWN_SECONDS = 1.0

T = TypeVar("T")
Part = Callable[[Platform, web.Request], Awaitable[web.StreamResponse]]


class LocalSlack:
    """A Slack on this machine: start it, point an app at `api_url`, and read `books`."""

    def __init__(
        self,
        known: Workspace | None = None,
        *,
        request_url: str | None = None,
        now: Callable[[], float] = time.time,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        self.platform = Platform(known or workspace(), Clock(now))
        self.platform.deliveries.ack_seconds = ack_seconds
        self.request_url = request_url
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 picks a free one."""
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound: tuple[str, int] = self._runner.addresses[0]
        self.platform.url = f"http://{bound[0]}:{bound[1]}"

    async def aclose(self) -> None:
        self.platform.hub.close()
        self.platform.sockets.cut()
        await self.platform.jobs.aclose()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    @property
    def workspace(self) -> Workspace:
        return self.platform.workspace

    @property
    def switches(self) -> Switches:
        return self.platform.switches

    @property
    def url(self) -> str:
        return self.platform.url

    @property
    def api_url(self) -> str:
        return f"{self.platform.url}/api/"

    @property
    def request_url(self) -> str | None:
        """Where deliveries go by signed HTTP; None: over Socket Mode."""
        endpoint = self.platform.deliveries.endpoint
        return endpoint.url if endpoint else None

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        secret = self.workspace.signing_secret
        self.platform.deliveries.endpoint = Endpoint(url, secret) if url else None

    def books(self) -> Json:
        """The same as GET /_books."""
        return inspection.books(self.platform)

    def change_person(self, user_id: str, **changes: Any) -> None:
        """From now on: `is_restricted=True` makes somebody a guest, `deleted=True` deactivates them."""
        self.platform.workspace = self.workspace.with_user(user_id, **changes)

    def change_group(self, group_id: str, **changes: Any) -> None:
        """From now on: another `handle`, or a `date_delete` that disables it."""
        self.platform.workspace = self.workspace.with_group(group_id, **changes)

    def set_members(self, group_id: str, user_ids: Iterable[str]) -> None:
        """Who is in a user group from now on."""
        self.change_group(group_id, member_ids=tuple(user_ids))

    async def until(self, check: Callable[[Json], T | None], seconds: float = 10) -> T:
        """Wait until the books show something: the check looks again at every call, refusal and delivery."""
        return await self.platform.books.changed.until(lambda: check(self.books()), seconds)

    async def refusal(self, error: str, seconds: float = 10) -> Json:
        """Wait until something was refused with this code."""
        refusals = self.platform.books.refusals

        def found() -> Json | None:
            return next((entry for entry in refusals if entry["error"] == error), None)

        return await self.platform.books.changed.until(found, seconds)

    async def connected(self, count: int = 1, seconds: float = 10) -> None:
        """Wait until the app has so many sockets."""
        await asyncio.wait_for(self.platform.sockets.until(lambda number: number >= count), seconds)

    async def disconnected(self, seconds: float = 10) -> None:
        """Wait until the app has no socket."""
        await asyncio.wait_for(self.platform.sockets.until(lambda number: number == 0), seconds)

    def drop_sockets(self, *, spoiled_tickets: int = 0) -> None:
        """Break every socket without a word. So many of the next tickets lead nowhere, as after a long outage."""
        self.platform.sockets.spoiled = spoiled_tickets
        self.platform.sockets.cut()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST_BODY)
        serve = self._served
        application.add_routes(
            [
                web.route("*", "/api/{method}", serve(api.serve)),
                web.post("/response/{token}", serve(responses.serve)),
                web.post("/upload/{file_id}", serve(content.take)),
                web.get("/files/{file_id}/{name}", serve(content.give)),
                web.get("/link", self.platform.sockets.serve),
                web.get("/_books", serve(inspection.show_books)),
                web.get("/_switches", serve(inspection.show_switches)),
                web.post("/_switches", serve(inspection.turn_switches)),
                *client.routes(self.platform),
                web.get("/", _index),
                web.get("/archives/{channel}/{place}", _archived),
                web.static("/page", PAGE),
            ]
        )
        return application

    def _served(self, part: Part) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            return await part(self.platform, request)

        return serve


async def _index(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html")


async def _archived(request: web.Request) -> web.StreamResponse:
    """A permalink opens the page on its channel."""
    raise web.HTTPFound(f"/?channel={request.match_info['channel']}&message={request.match_info['place']}")
