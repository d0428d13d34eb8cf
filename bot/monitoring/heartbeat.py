"""The heartbeat of a process: who watches the whole sees from it what runs where."""

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache

from bot import clock
from bot.monitoring.hearing import Hearing
from models.database import AWAY
from models.monitoring import processes
from models.periodic import repeat


def name() -> str:
    """This process's name; asked anew, since taskiq forks its workers."""
    return f"{socket.gethostname()}:{os.getpid()}:{_mark(os.getpid())}"


@cache
def _mark(_pid: int) -> str:
    """Tells two processes apart whose containers have one host name: each counts its processes from 1."""
    return secrets.token_hex(3)


@asynccontextmanager
async def heartbeat(kind: str, about: str = "", hearing: Hearing | None = None) -> AsyncGenerator[None]:
    """Say again and again that this process lives, for as long as the block runs; and where it is deaf, why."""
    own = name()
    beating = asyncio.create_task(_beat(own, kind, about, hearing or Hearing()))
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.wait([beating])
        await processes.ended(own)


async def _beat(own: str, kind: str, about: str, hearing: Hearing) -> None:
    async def beat() -> None:
        await clock.agree()
        why = await hearing.ask()
        await processes.seen(own, kind, f"{processes.DEAF}{why}" if why else about, now=clock.now())

    every = processes.BEAT.total_seconds()
    await repeat(beat, every=every, limit=every, failed="no heartbeat", expected=AWAY)
