"""A gateway before the local Slack: for one method it answers something else, with the call passed on or not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from bot.sandbox.slack import LocalSlack
from tests.executor.served import served

_OURS = {"host", "content-length"}  # headers that each request has of its own


@dataclass(kw_only=True)
class Instead:
    """What is answered instead, and how often."""

    method: str
    status: int
    body: str
    type: str = "text/html"
    done: bool  # whether Slack does it all the same
    times: int = 1


@asynccontextmanager
async def gateway(slack: LocalSlack, instead: Instead) -> AsyncIterator[str]:
    """The URL of Slack's API behind it."""

    async def handle(request: web.Request) -> web.Response:
        name = request.path.rpartition("/")[2]
        is_hit = name == instead.method and instead.times > 0
        if is_hit:
            instead.times -= 1
        said = web.Response(status=instead.status, text=instead.body, content_type=instead.type)
        if is_hit and not instead.done:
            return said
        headers = {key: value for key, value in request.headers.items() if key.lower() not in _OURS}
        data = await request.read()
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method, slack.api_url + name, params=request.query, data=data, headers=headers
            ) as answer,
        ):
            body = await answer.read()
        return said if is_hit else web.Response(status=answer.status, body=body, headers=_type_of(answer))

    async with served(handle) as (url,):
        yield f"{url}/api/"


def _type_of(answer: aiohttp.ClientResponse) -> dict[str, str]:
    return {"Content-Type": answer.headers.get("Content-Type", "application/json")}
