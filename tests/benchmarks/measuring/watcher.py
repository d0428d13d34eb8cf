"""Scrapes all processes again and again, as Prometheus does: how long it takes, and that no counter ever goes back."""

import asyncio
import secrets
import socket
import time
from collections.abc import Mapping

from aiohttp import ClientError

from bot.settings import METRICS_PORTS
from tests.benchmarks.measuring.measure import Timing
from tests.bot.monitoring.scraped import Sample, Scrape, scrape

_EVERY = 3.0  # seconds
_START = 30.0  # seconds a process may take until it listens
_COUNTED = ("_total", "_count", "_sum", "_bucket")
_MEMORY = "process_resident_memory_bytes"


def free_ports() -> int:
    """The first of as many free ports as the processes may listen on.

    Below those that systems give away themselves (Linux: from 32768 on): nobody's connection takes one meanwhile.
    """
    while not all(map(_is_free, range(first := 10_000 + secrets.randbelow(20_000), first + METRICS_PORTS))):
        pass
    return first


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


class Watcher:
    """Scrapes while it is entered, after all processes have answered once."""

    def __init__(self, ports: Mapping[str, int]) -> None:
        self.wrong: list[str] = []
        self.timings = {name: Timing() for name in ports}
        self.megabytes: dict[str, list[float]] = {name: [] for name in ports}
        self._ports = ports
        self._last: dict[str, Scrape] = {}
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Watcher":
        async with asyncio.timeout(_START):
            for port in self._ports.values():
                await _listening(port)
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _watch(self) -> None:
        while True:
            await asyncio.gather(*(self._look(name, port) for name, port in self._ports.items()))
            await asyncio.sleep(_EVERY)

    async def _look(self, name: str, port: int) -> None:
        begun = time.perf_counter()
        try:
            scraped = await scrape(port)
        except (ClientError, TimeoutError) as error:
            self.wrong.append(f"{name} did not answer a scrape: {type(error).__name__}")
            return
        self.timings[name].samples.append((time.perf_counter() - begun) * 1000)
        self.megabytes[name].append(scraped.of(_MEMORY) / 1e6)
        self.wrong += [f"{name}: {sample[0]} went back" for sample in self._gone_back(name, scraped)]
        self._last[name] = scraped

    def _gone_back(self, name: str, scraped: Scrape) -> list[Sample]:
        """What must only grow, and has not; a series must not vanish either."""
        before = self._last.get(name)
        if before is None:
            return []
        return [
            sample
            for sample, number in before.samples.items()
            if sample[0].startswith("bellhop_") and sample[0].endswith(_COUNTED)
            if scraped.samples.get(sample, -1) < number
        ]


async def _listening(port: int) -> None:
    while True:
        try:
            await scrape(port)
        except ClientError:
            await asyncio.sleep(0.2)
        else:
            return
