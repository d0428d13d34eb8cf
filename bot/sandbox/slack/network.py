"""The network in between: latency, and answers that never arrive."""

import asyncio
import secrets
from http import HTTPStatus

from aiohttp import web

from .refusals import RateLimited, Refusal
from .switches import MILLISECONDS, Failure, Switches

_CHANCE = secrets.SystemRandom()
LOST = "lost"
BROKEN = str(int(HTTPStatus.INTERNAL_SERVER_ERROR))
LIMITED = str(int(HTTPStatus.TOO_MANY_REQUESTS))


class Broken(Refusal):
    """Slack answers 500 and does nothing."""

    def __init__(self) -> None:
        super().__init__("internal_error", "HTTP 500 by a switch")
        self.status = HTTPStatus.INTERNAL_SERVER_ERROR


async def latency(switches: Switches) -> None:
    least, most = switches.latency_ms
    if most > 0:
        await asyncio.sleep(_CHANCE.uniform(least, most) / MILLISECONDS)


def fail(failure: Failure | None) -> None:
    """Raise what a switch asks for, unless only the answer is to be lost."""
    if failure is None or failure.answer == LOST:
        return
    if failure.answer == LIMITED:
        raise RateLimited(failure.retry_after)
    if failure.answer == BROKEN:
        raise Broken
    raise Refusal(failure.answer, "by a switch")


def lose(request: web.Request) -> web.Response:
    """Close the connection instead of answering; the response goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
