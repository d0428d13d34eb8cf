"""How far the reading or saving of a file of accounts is, in the view that waits for it."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress

import aiohttp
from slack_sdk.errors import SlackClientError

from handlers.slack.blocks import reading
from handlers.slack.request import Request
from handlers.slack.services import Services

EVERY = 3.0  # seconds
_TITLE = "Import accounts"
_NOT_SHOWN = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)


@asynccontextmanager
async def shown(done: str, request: Request, services: Services) -> AsyncGenerator[Callable[[int], None]]:
    """Shows the number of accounts that are ``done`` (read, saved) every few seconds, until the block ends.

    The function it gives is called with that number, from any thread.
    """
    number = 0

    def progress(accounts: int) -> None:
        nonlocal number
        number = accounts

    async def show() -> None:
        last = 0
        while True:
            await asyncio.sleep(EVERY)
            if number == last:
                continue
            last = number
            view = reading(_TITLE, f"{number:,} accounts {done} …")
            with suppress(*_NOT_SHOWN):  # the result is shown in any case
                await services.slack.views_update(view_id=request.view_id, view=view)

    showing = asyncio.create_task(show())
    try:
        yield progress
    finally:
        showing.cancel()
        with suppress(asyncio.CancelledError):  # else an older picture could come after the result
            await showing
