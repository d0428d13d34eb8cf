"""A way to PostgreSQL that can lose its connections without a word, as a firewall does that forgets them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class SilentWay:
    """What goes through it is passed on, unless the connection was made before ``forget``."""

    def __init__(self, url: str) -> None:
        self._direct = url
        self._to = urlsplit(url).port
        self._forgotten: set[asyncio.StreamWriter] = set()
        self._open: set[asyncio.StreamWriter] = set()
        self.port = 0

    @property
    def url(self) -> str:
        return self._direct.replace(f":{self._to}/", f":{self.port}/")

    def forget(self) -> None:
        """From now on nothing goes through the connections that there are; new ones work."""
        self._forgotten |= self._open

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        self._open.add(writer)

        async def pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            with suppress(ConnectionError):
                while data := await source.read(65536):
                    if writer not in self._forgotten:
                        target.write(data)
            if writer not in self._forgotten:
                target.close()

        try:
            await asyncio.gather(pass_on(reader, far_writer), pass_on(far_reader, writer))
        finally:
            writer.close()
            far_writer.close()


@asynccontextmanager
async def silent_way(url: str) -> AsyncIterator[SilentWay]:
    way = SilentWay(url)
    server = await asyncio.start_server(way.serve, "127.0.0.1", 0)
    way.port = server.sockets[0].getsockname()[1]
    try:
        yield way
    finally:
        server.close()
