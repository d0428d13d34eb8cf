"""How far the reading or saving of a file of accounts is, in the view that waits for it."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress

from handlers.slack.blocks import reading
from handlers.slack.fallback import NO_ANSWER
from handlers.slack.request import Request
from handlers.slack.services import Services
from models.periodic import repeat

EVERY = 3.0  # seconds
_TITLE = "Import accounts"


@asynccontextmanager
async def shown(done: str, request: Request, services: Services) -> AsyncGenerator[Callable[[int], None]]:
    """Shows the number of accounts that are ``done`` (read, saved) every few seconds, until the block ends.

    The function it gives is called with that number, from any thread.
    """
    number = 0

    def progress(accounts: int) -> None:
        nonlocal number
        number = accounts

    last = 0

    async def show() -> None:
        nonlocal last
        if number != last:
            last = number
            view = reading(_TITLE, f"{number:,} accounts {done} …")
            await services.slack.views_update(view_id=request.view_id, view=view)

    # What fails is not repeated at once: the result is shown in any case.
    showing = asyncio.create_task(
        repeat(show, every=EVERY, failed="progress not shown", expected=NO_ANSWER, at_once=False)
    )
    try:
        yield progress
    finally:
        showing.cancel()
        with suppress(asyncio.CancelledError):  # else an older picture could come after the result
            await showing
