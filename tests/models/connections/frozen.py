"""``python -m tests.models.connections.frozen URL PAUSE``: stops itself in the middle of three transactions, as a frozen machine would.

It says ``frozen`` before, and how each ended when it is woken up. ``PAUSE``: seconds that the server allows.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from models.access import grants
from models.connections import session
from models.database import database, is_outage
from models.domain.permissions import Action, Actor, Deed
from models.messages import outbox
from models.messages.outbox import MessageKind, Taken
from models.sql import rows, transaction
from models.tasks import claims

ANA = Actor(user="U0ANA", subjects=("U0ANA",), is_first_admin=True)


_together = asyncio.Barrier(3)


async def stop() -> None:
    """Return when each of the three is in the middle of its transaction, and the process was stopped and woken up."""
    if await _together.wait() == 0:
        sys.stdout.write("frozen\n")
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGSTOP)
    await _together.wait()


async def _a_claim() -> None:
    start = claims._start

    async def later(*given: object, **named: object) -> object:
        await stop()
        return await start(*given, **named)  # type: ignore[arg-type]

    claims._start = later  # type: ignore[assignment]
    (task,) = await rows("SELECT MIN(id) AS id FROM task")
    await claims.claim(task["id"], worker="frozen", now=datetime.now(UTC))


async def _an_answer() -> None:
    """A relay writes down what Slack has answered."""
    (row,) = await outbox.take([MessageKind.NOTE], now=datetime.now(UTC), most=1)
    await outbox.while_ours([Taken.of(row)], stop, now=datetime.now(UTC))


async def _a_change() -> None:
    """The audit has its line, and the change is not committed."""

    async def body() -> None:
        deed = Deed(action=Action.HOLD, about="ann", groups=())
        await grants.record_done(ANA, deed, now=datetime.now(UTC))
        await stop()

    await transaction(body)


_ALL = (_a_claim, _an_answer, _a_change)


class Frozen:
    """One that is frozen in the middle of its transactions."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def wakes(self) -> list[str]:
        """Wake it up; what it says of their ends."""
        self._process.send_signal(signal.SIGCONT)
        said, _ = await self._process.communicate()
        return said.decode().splitlines()


@asynccontextmanager
async def frozen(url: str, *, pause: float) -> AsyncIterator[Frozen]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.models.connections.frozen", url, str(pause)),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"frozen\n"
        yield Frozen(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _main(url: str, pause: str) -> None:
    session.PAUSE = float(pause)
    async with database(url):
        for ended in await asyncio.gather(*(one() for one in _ALL), return_exceptions=True):
            is_away = isinstance(ended, Exception) and is_outage(ended)
            sys.stdout.write(("outage" if is_away else repr(ended)) + "\n")


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
