"""A picture into a thread: Slack's three calls, and a look whether it arrived.

No ``alt_txt``: with it the share can fail without an error. The share itself is asynchronous, so where the picture
stands is asked of ``files.info``.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import Later
from models.points import Point, reached

_LOOKS = (0.2, 0.4, 0.8, 1.6, 3.0)  # seconds before each look for the share


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A picture and the thread it goes to."""

    name: str
    data: bytes = field(repr=False)
    channel: str
    thread_ts: str
    comment: str


async def share(upload: Upload, slack: AsyncWebClient, *, remember: Callable[[str], Awaitable[bool]]) -> str:
    """Upload and share; return the file's id. ``remember`` is told the id before the picture
    is shared; when it says no, Later is raised and nothing shared.
    """
    place: Any = await slack.files_getUploadURLExternal(filename=upload.name, length=len(upload.data))
    timeout = aiohttp.ClientTimeout(total=30)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.post(place["upload_url"], data=upload.data) as answer,
    ):
        answer.raise_for_status()
    if not await remember(place["file_id"]):
        raise Later(1, "another sender shares it")
    reached(Point.UPLOADED)
    await slack.files_completeUploadExternal(
        files=[{"id": place["file_id"], "title": upload.name}],
        channel_id=upload.channel,
        thread_ts=upload.thread_ts,
        initial_comment=upload.comment,
    )
    return place["file_id"]


async def where_shared(file_id: str, slack: AsyncWebClient) -> str:
    """The link to the message that shows the file; the file's own link when Slack does not say; empty: not shared."""
    for wait in _LOOKS:
        await asyncio.sleep(wait)
        try:
            told: Any = await slack.files_info(file=file_id)
        except SlackApiError as error:
            if error.response.get("error") == "file_not_found":  # uploaded, and never shared
                return ""
            raise
        shares: dict[str, Any] = told["file"].get("shares") or {}
        for places in shares.values():
            for channel, messages in places.items():
                link: Any = await slack.chat_getPermalink(channel=channel, message_ts=messages[0]["ts"])
                return str(link["permalink"])
    return ""
