"""Reading server-sent events."""

import json
from collections.abc import AsyncIterator

from aiohttp import ClientResponse

from .documents import Json

END = b"\n\n"


async def entries(response: ClientResponse) -> AsyncIterator[tuple[int, Json]]:
    """Each event with its cursor; lines may be as long as they like."""
    kept = b""
    async for chunk in response.content.iter_any():
        kept += chunk
        *whole, kept = kept.split(END)
        for block in whole:
            fields = dict(_field(line) for line in block.decode().split("\n"))
            if "data" in fields:
                yield int(fields["id"]), json.loads(fields["data"])


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(": ")
    return name, value
