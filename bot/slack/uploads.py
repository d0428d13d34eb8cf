"""A picture into a thread, a file into a conversation: Slack's three calls, and a look whether it arrived.

No ``alt_txt``: with it the share can fail without an error. The share itself is asynchronous, so where the picture
stands is asked of ``files.info``.
"""

import asyncio
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, BinaryIO

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import Client
from bot.slack.pacing import TIER4, in_turn
from handlers.slack import fallback
from handlers.slack.refusals import Handling
from models.domain.failpoints import Failpoint, reached

_AT_ONCE = 10  # pictures of one message
_SECONDS, _SLOWEST = 30.0, 1_000_000  # of an upload at most; and for each so many bytes one more
_MAY_PASS = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
_LOOKS = (0.2, 0.4, 0.8, 1.6, 3.0)  # seconds before each look for the share


@dataclass(frozen=True, kw_only=True)
class Thread:
    """Where files go."""

    channel: str
    ts: str = ""  # empty: into the conversation itself


async def upload(name: str, data: bytes | BinaryIO, slack: Client) -> str:
    """Bring a picture or file to Slack, into no conversation yet; return the file's id."""
    await in_turn("upload", TIER4, at_once=_AT_ONCE)  # each file needs an address of its own
    length = len(data) if isinstance(data, bytes) else os.fstat(data.fileno()).st_size
    target: Any = await slack.files_getUploadURLExternal(filename=name, length=length)
    seconds = _SECONDS + length / _SLOWEST
    with _from_its_beginning(data) as body:
        async with (
            slack.session_for(target["upload_url"], seconds=seconds) as session,
            session.post(target["upload_url"], data=body, allow_redirects=False) as answer,
        ):
            answer.raise_for_status()
            if answer.status != HTTPStatus.OK:  # a redirect: it leads who knows where
                raise aiohttp.ClientError(f"upload answered with {answer.status}")
    return str(target["file_id"])


def why_refused(error: SlackApiError | aiohttp.ClientResponseError) -> str | None:
    """Why a file will never be taken, as the end of a sentence that begins with "since"; None: it may be, later."""
    if isinstance(error, SlackApiError):
        rule = fallback.rule_of(error)
        return rule.why if rule.handling is Handling.WORDS else None
    passes = error.status in _MAY_PASS or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return None if passes else f"Slack does not take the file (HTTP {error.status})"


@contextmanager
def _from_its_beginning(data: bytes | BinaryIO) -> Generator[bytes | BinaryIO]:
    """A file under a handle of its own: aiohttp closes what it has sent."""
    if isinstance(data, bytes):
        yield data
        return
    with os.fdopen(os.dup(data.fileno()), "rb") as again:
        again.seek(0)
        yield again


async def share(files: Mapping[str, str], comment: str, thread: Thread, slack: AsyncWebClient) -> None:
    """Show uploaded files, given as id -> title, in one message with a comment."""
    reached(Failpoint.UPLOADED)
    await slack.files_completeUploadExternal(
        files=[{"id": file_id, "title": title} for file_id, title in files.items()],
        channel_id=thread.channel,
        thread_ts=thread.ts or None,
        initial_comment=comment or None,
    )


async def where_shared(file_id: str, slack: AsyncWebClient) -> str:
    """The link to the message that shows the file; the file's own link when Slack does not say; empty: not shared."""
    for wait in _LOOKS:
        await asyncio.sleep(wait)
        try:
            response: Any = await slack.files_info(file=file_id)
        except SlackApiError as error:
            if error.response.get("error") in {
                "file_not_found",
                "file_deleted",
            }:  # uploaded, and never shared
                return ""
            raise
        shares: dict[str, Any] = response["file"].get("shares") or {}
        for places in shares.values():
            for channel, messages in places.items():
                link: Any = await slack.chat_getPermalink(channel=channel, message_ts=messages[0]["ts"])
                return str(link["permalink"])
    return ""
