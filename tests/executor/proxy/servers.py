"""Small real proxies on loopback: good ones, and each kind of bad one."""

import asyncio
import ssl
from base64 import b64encode
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncGenerator[int]:
    """Serve on a free port while the block runs; every connection is ended with it."""
    tasks: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def quiet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            await serve(reader, writer)
        writer.close()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks[asyncio.create_task(quiet(reader, writer))] = writer

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*map(closed, tasks.values()), return_exceptions=True)


async def closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    await writer.wait_closed()


async def pump(one: asyncio.StreamReader, two: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await one.read(65536):
            two.write(data)
            await two.drain()
    two.close()


async def join(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int, first: bytes = b""
) -> None:
    there = await asyncio.open_connection(host, port)
    there[1].write(first)
    try:
        await asyncio.gather(pump(reader, there[1]), pump(there[0], writer))
    finally:
        there[1].close()


def connect_proxy(seen: list[str], login: str | None = None) -> Serve:
    """Tunnels whatever is asked for; ``login`` is ``user:password`` where it wants one."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, target, _ = head.split("\r\n")[0].split(" ")
        seen.append(f"{method} {target}")
        wanted = f"Proxy-Authorization: Basic {b64encode(login.encode()).decode()}" if login else ""
        if wanted not in head:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        if method != "CONNECT":
            writer.write(b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
            return
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        host, _, port = target.rpartition(":")
        await join(reader, writer, host, int(port))

    return serve


def forward_proxy(seen: list[str]) -> Serve:
    """Carries plain http request by request and refuses tunnels."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, url, rest = head.decode("latin-1").split(" ", 2)
        seen.append(f"{method} {url}")
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        parts = urlsplit(url)
        path = url.partition(parts.netloc)[2] or "/"
        first = f"{method} {path} {rest}".encode("latin-1")
        await join(reader, writer, parts.hostname or "", parts.port or 80, first)

    return serve


def socks_proxy(seen: list[str], login: tuple[str, str] | None = None) -> Serve:
    """SOCKS5, with a user name and password where ``login`` says so."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, count = await reader.readexactly(2)
        ways = await reader.readexactly(count)
        way = 2 if login else 0
        writer.write(bytes([5, way if way in ways else 255]))
        if login and 2 in ways:
            user = await reader.readexactly((await reader.readexactly(2))[1])
            password = await reader.readexactly((await reader.readexactly(1))[0])
            good = (user.decode(), password.decode()) == login
            writer.write(bytes([1, 0 if good else 1]))
        kind = (await reader.readexactly(4))[3]
        length = 4 if kind == 1 else (await reader.readexactly(1))[0]
        raw = await reader.readexactly(length)
        host = ".".join(str(byte) for byte in raw) if kind == 1 else raw.decode()
        port = int.from_bytes(await reader.readexactly(2))
        seen.append(f"{host}:{port}")
        writer.write(bytes([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
        await join(reader, writer, host, port)

    return serve


def answering(answer: bytes) -> Serve:
    """Says one thing to whoever comes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1024)
        writer.write(answer)
        await writer.drain()

    return serve


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Accepts and never says a word."""
    del writer
    while await reader.read(1024):
        pass


async def hanging_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Closes at once."""
    del reader
    writer.transport.abort()


async def free_port() -> int:
    """A port on which nobody listens."""
    async with listening(silent) as port:
        pass
    return port
