"""A command's work with the database open, and the file it writes."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import IO, Any, TypeVar

from bot import settings, startup
from bot.settings import Settings
from models.database import close_database
from models.private_files import opener

T = TypeVar("T")


def with_database(
    body: Callable[[Settings], Awaitable[T]], *needed: str, keys: startup.Keys = "fitting"
) -> T:
    """Do ``body`` with the database open; stop with one line when it, or a setting, is not there."""
    config = settings.load(*needed)

    async def whole() -> T:
        await startup.open_migrated(config, keys=keys)
        try:
            return await body(config)
        finally:
            await close_database()

    return asyncio.run(whole())


def opened(out: Path, mode: str) -> IO[Any]:
    """The file, for its owner alone; stop with one line where that cannot be."""
    text: dict[str, Any] = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    try:
        return open(out, mode, opener=opener, **text)
    except OSError as error:
        settings.stop(f"{out} cannot be written: {error.strerror}.")
