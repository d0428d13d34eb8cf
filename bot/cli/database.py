"""A command's work with the database open, and the file it writes."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

import structlog

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
    keep_output_clean()

    async def whole() -> T:
        await startup.open_migrated(config, keys=keys)
        try:
            return await body(config)
        finally:
            await close_database()

    return asyncio.run(whole())


def keep_output_clean() -> None:
    """What is logged goes to standard error: another program may read the output."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


@contextmanager
def opened(out: Path, mode: str) -> Generator[IO[Any]]:
    """The file, for its owner alone; stop with one line where that cannot be.

    What is there under its name stays until the new one is whole: until then ``.part`` follows.
    """
    text: dict[str, Any] = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    is_special = out.exists() and not out.is_file()  # such as /dev/stdout
    part = out if is_special else out.with_name(f"{out.name}.part")
    try:
        if out.is_file():
            os.close(opener(str(out), os.O_WRONLY))  # somebody else's is not replaced either
        file = open(part, mode, opener=opener, **text)  # noqa: SIM115 - closed below; a fault of the body is not one of opening
    except OSError as error:
        settings.stop(f"{out} cannot be written: {error.strerror}.")
    with file:
        yield file
    if not is_special:
        part.replace(out)
