"""The line between one person's screen and the server: what is asked, what is done, and the stream of events."""

import asyncio
from io import BytesIO

from aiohttp import ClientError, ClientSession, ClientTimeout

from .documents import Json, an_object, objects
from .memory import Memory
from .stream import entries


class Line:
    """HTTP to /client/*, keeping the memory up to date."""

    def __init__(self, url: str, user_id: str, memory: Memory) -> None:
        self._url = url
        self._user_id = user_id
        self._memory = memory
        self._opened: ClientSession | None = None
        self._listening: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Load everything, then follow the stream from there."""
        self._opened = ClientSession(timeout=ClientTimeout(total=None))
        self._memory.load(await self.get("boot"))
        for channel in self._memory.channels:
            loaded = await self.get("messages", channel=channel["id"])
            self._memory.load_messages(channel["id"], objects(loaded["messages"]))
        self._listening = asyncio.create_task(self._listen())

    async def aclose(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait({self._listening})
        if self._opened is not None:
            await self._opened.close()

    async def get(self, what: str, **query: str) -> Json:
        query["user"] = self._user_id
        async with self._session.get(f"{self._url}/client/{what}", params=query) as response:
            response.raise_for_status()
            return an_object(await response.json())

    async def post(self, what: str, said: Json) -> Json:
        body = {"user": self._user_id, **said}
        async with self._session.post(f"{self._url}/client/{what}", json=body) as response:
            return an_object(await response.json())

    async def upload(self, name: str, content: bytes) -> Json:
        query = {"user": self._user_id, "name": name}
        async with self._session.post(
            f"{self._url}/client/file", params=query, data=BytesIO(content)
        ) as response:
            return an_object(await response.json())["file"]

    async def download(self, address: str) -> bytes:
        async with self._session.get(address, params={"user": self._user_id}) as response:
            response.raise_for_status()
            return await response.read()

    async def _listen(self) -> None:
        query = {"user": self._user_id, "after": str(self._memory.cursor)}
        try:
            async with self._session.get(f"{self._url}/client/events", params=query) as response:
                async for cursor, event in entries(response):
                    self._memory.take(cursor, event)
        except ClientError:
            return

    @property
    def _session(self) -> ClientSession:
        if self._opened is None:
            raise RuntimeError("this person has not opened the page yet")
        return self._opened
