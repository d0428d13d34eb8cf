"""The requests of a tab that may do something at the site and have no answer yet, as the browser tells."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from playwright.async_api import BrowserContext, Error, Request, Response

from executor.proxy.commit_gate import Settled
from executor.proxy.request_head import REPEATABLE_METHODS
from models.domain.addresses import same_origin

_BEACON = "ping"  # what nobody waits for the answer of: sent twice, it counts something twice


@asynccontextmanager
async def unanswered(context: BrowserContext, site_url: str) -> AsyncGenerator[Settled]:
    """Watch the requests of a context; yield what waits until those that are under way have ended."""
    watch = _Watch(context, site_url)
    listeners = {
        "request": watch.sent,
        "response": watch.answered,
        "requestfinished": watch.over,
        "requestfailed": watch.over,
    }
    for event, listener in listeners.items():
        context.on(event, listener)  # pyright: ignore[reportArgumentType, reportCallIssue] - one overload an event
    try:
        yield watch.settled
    finally:
        for event, listener in listeners.items():
            context.remove_listener(event, listener)


class _Watch:
    def __init__(self, context: BrowserContext, site_url: str) -> None:
        self._context = context
        self._site_url = site_url
        self._under_way: dict[Request, asyncio.Event] = {}

    def sent(self, request: Request) -> None:
        binding = request.method not in REPEATABLE_METHODS and request.resource_type != _BEACON
        if binding and same_origin(request.url, self._site_url):
            self._under_way[request] = asyncio.Event()

    def answered(self, response: Response) -> None:
        self.over(response.request)

    def over(self, request: Request) -> None:
        if ended := self._under_way.pop(request, None):
            ended.set()

    async def settled(self) -> None:
        """Return once what was sent before this call has its answer, or never will."""
        try:
            await self._context.cookies(
                self._site_url
            )  # what the browser told before this answer has arrived
        except Error:
            return  # a browser that is gone sends nothing
        for ended in list(self._under_way.values()):
            await ended.wait()
