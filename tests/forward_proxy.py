"""A real forward proxy on loopback: carries plain http request by request, and tunnels what is asked for by CONNECT.

Hosts that exist nowhere are resolved by it, as a company's proxy resolves what its clients cannot.
"""

import asyncio
from base64 import b64encode
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.executor.proxy.servers import join, listening


@dataclass
class ForwardProxy:
    """One that runs, and what it was asked for."""

    port: int = 0
    login: str = ""  # ``user:password`` where it wants one
    hosts: Mapping[str, int] = field(
        default_factory=dict[str, int]
    )  # names it knows -> ports of this machine
    seen: list[str] = field(default_factory=list[str])  # METHOD target

    @property
    def url(self) -> str:
        return f"http://{f'{self.login}@' if self.login else ''}127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, rest = head.split(" ", 2)
        self.seen.append(f"{method} {target}")
        if self.login and f"Proxy-Authorization: Basic {b64encode(self.login.encode()).decode()}" not in rest:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            host, _, port = target.rpartition(":")
            await self._join(reader, writer, host, int(port), b"")
            return
        parts = urlsplit(target)
        path = target.partition(parts.netloc)[2] or "/"
        first = f"{method} {path} {rest}".encode("latin-1")
        await self._join(reader, writer, parts.hostname or "", parts.port or 80, first)

    async def _join(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int, first: bytes
    ) -> None:
        await join(reader, writer, "127.0.0.1", self.hosts.get(host, port), first)


@asynccontextmanager
async def forwarding(hosts: Mapping[str, int], login: str = "") -> AsyncGenerator[ForwardProxy]:
    """A proxy, for as long as the block runs."""
    proxy = ForwardProxy(hosts=hosts, login=login)
    async with listening(proxy.serve) as proxy.port:
        yield proxy
