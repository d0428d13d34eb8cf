"""A file into somebody's direct messages: uploaded, announced, shared."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any, TypeVar

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack.client import Client
from bot.slack.pacing import MESSAGE, QUIET, Later, in_turn, retry_after
from bot.slack.uploads import Thread, share, upload, where_shared
from handlers.slack.fallback import NO_ANSWER, code_of, rule_of
from handlers.slack.services import DirectFile, SendFile
from models.domain.errors import MayStand, NotTaken

T = TypeVar("T")
_TRIES, _LONGEST = 3, 30.0  # of one call that Slack has no time for; seconds between two of them
_TROUBLE = (*NO_ANSWER, Later)
_SENTENCES = {
    "storage_limit_reached": "The workspace has no room for files left.",
    "file_uploads_disabled": "The workspace takes no files: an admin of it has switched them off.",
}
_log = structlog.get_logger()


def file_sender(slack: Client) -> SendFile:
    """Brings files to people with this client's token."""

    async def send_file(file: DirectFile) -> None:
        try:
            await deliver(file, slack)
        except _TROUBLE as error:
            code = code_of(error)
            _log.warning("file not taken", error=code or type(error).__name__, user=file.user)
            raise NotTaken(_SENTENCES.get(code, f"(`{code}`)" if code else "")) from error

    return send_file


async def deliver(file: DirectFile, slack: Client) -> None:
    """Bring it there. Raise what Slack or the network raised; MayStand where it may be there all the same."""
    file_id = await _patiently(lambda: upload(file.name, file.file, slack))
    await in_turn(f"message:{file.user}", MESSAGE)
    await file.ask()
    # Said first: a file is shared with conversations only, and Slack tells which one is theirs in the answer to this.
    announcement: Any = await _patiently(
        lambda: slack.chat_postMessage(channel=file.user, text=file.words, **QUIET)
    )
    channel = str(announcement["channel"])
    try:
        await _patiently(lambda: share({file_id: file.name}, "", Thread(channel=channel), slack))
    except _TROUBLE as error:
        if not _may_stand(error):
            with suppress(*_TROUBLE):  # it announces a file that does not come
                await slack.chat_delete(channel=channel, ts=str(announcement["ts"]))
            raise
        if not await _is_there(file_id, slack):
            raise MayStand from error


def _may_stand(error: Exception) -> bool:
    """Whether Slack may have shared the file, though it did not say so."""
    return rule_of(error).may_stand if isinstance(error, SlackApiError) else not isinstance(error, Later)


async def _is_there(file_id: str, slack: Client) -> bool:
    try:
        return bool(await where_shared(file_id, slack))
    except _TROUBLE as error:
        _log.warning("a file cannot be looked for", error=type(error).__name__)
        return False


async def _patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Wait as long as Slack says when it is asked too much: then it has done nothing yet."""
    for _ in range(_TRIES - 1):
        try:
            return await call()
        except SlackApiError as error:
            answer: Any = error.response
            if answer.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                raise
            await asyncio.sleep(retry_after(error, otherwise=1, most=_LONGEST))
    return await call()
