"""Bytes carried between the browser and the site, unchanged."""

import asyncio
from contextlib import suppress

from executor import limits
from executor.proxy.commit_gate import CommitGate, end_all
from executor.proxy.tls_tail import TlsTail
from executor.proxy.tunnel import Link


class Exchange:
    """One connection of the browser's and one to the site, made in the task that carries it, until one side has sent its last.

    With a gate, the browser sees the site's end when the gate lets it. In a tunnel TLS announces the end: that
    announcement is kept back with it.
    """

    def __init__(
        self, browser: Link, remote: Link, gate: CommitGate | None, *, binding: bool, tunnel: bool
    ) -> None:
        self._browser = browser
        self._remote = remote
        self._gate = gate
        self._tail = TlsTail() if gate and tunnel else None
        self._connection = asyncio.current_task()
        self.carried = 0  # bytes so far, both ways
        self._unanswered = binding and not tunnel  # what is inside a tunnel nobody sees

    async def run(self) -> None:
        ways = (asyncio.create_task(self._send()), asyncio.create_task(self._receive()))
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await end_all(ways)
        if self._gate and not self._browser_has_left():
            await self._gate.end(self._connection, unanswered=self._unanswered)

    async def _send(self) -> None:
        while data := await self._browser.reader.read(limits.PUMP_BYTES):
            if self._gate:
                self._gate.check()
            self.carried += len(data)
            self._remote.writer.write(data)
            await self._remote.writer.drain()

    async def _receive(self) -> None:
        while data := await self._read():
            self.carried += len(data)
            self._unanswered = False
            self._browser.writer.write(self._tail.without(data) if self._tail else data)
            await self._browser.writer.drain()

    async def _read(self) -> bytes:
        """What the site sends next. After its notice it may wait for the browser's own, which has not seen it."""
        if self._gate and self._tail and self._tail.may_be_notice:
            with suppress(TimeoutError):
                async with asyncio.timeout(limits.AFTER_NOTICE):
                    return await self._remote.reader.read(limits.PUMP_BYTES)
            await self._gate.end(self._connection, unanswered=False)
            if self._gate.fault:
                return b""
            self._browser.writer.write(self._tail.released())
        return await self._remote.reader.read(limits.PUMP_BYTES)

    def _browser_has_left(self) -> bool:
        reader = self._browser.reader
        return reader.at_eof() or reader.exception() is not None or self._browser.writer.is_closing()
