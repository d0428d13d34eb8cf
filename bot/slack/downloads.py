"""Files that people give to Slack: read within bounds, from Slack alone."""

from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.client import Client
from handlers.slack.fallback import NO_ANSWER
from handlers.slack.services import Fetch
from models.domain.account_files.reader import MOST_MB
from models.domain.addresses import same_origin
from models.domain.errors import BadRequest, NotGiven

_MOST_BYTES = MOST_MB * 1024 * 1024
_SECONDS = 30.0
_NOT_READ = "The file could not be read from Slack. Try again."
_SLACK = ("https://files.slack.com", "https://slack-files.com")


def fetcher(slack: Client) -> Fetch:
    """Reads files with this client's token."""

    async def fetch(file_id: str) -> bytes:
        try:
            response: Any = await slack.files_info(file=file_id)
        except SlackApiError as error:
            raise NotGiven({"file": "Slack does not give me that file. Choose it again."}) from error
        except NO_ANSWER as error:
            raise NotGiven({"file": _NOT_READ}) from error
        if int(response["file"].get("size") or 0) > _MOST_BYTES:  # said before anything is read
            raise _too_large()
        url = str(response["file"].get("url_private_download") or response["file"].get("url_private") or "")
        # Nobody else gets the token. A local Slack serves its files itself.
        if not any(same_origin(url, own) for own in (*_SLACK, slack.base_url)):
            raise BadRequest({"file": "That file does not lie with Slack."})
        return await _read(url, slack)

    return fetch


async def _read(url: str, slack: Client) -> bytes:
    try:
        async with (
            slack.session_for(url, seconds=_SECONDS) as session,
            session.get(
                url, headers={"Authorization": f"Bearer {slack.token}"}, allow_redirects=False
            ) as answer,
        ):
            if answer.status != HTTPStatus.OK:  # a redirect too: it leads who knows where
                raise NotGiven({"file": _NOT_READ})
            return await _capped(answer)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise NotGiven({"file": _NOT_READ}) from error


async def _capped(answer: aiohttp.ClientResponse) -> bytes:
    """All of it, or BadRequest as soon as it is too large, whatever its head said."""
    if (answer.content_length or 0) > _MOST_BYTES:
        raise _too_large()
    data = bytearray()
    async for chunk in answer.content.iter_chunked(65_536):
        data += chunk
        if len(data) > _MOST_BYTES:
            raise _too_large()
    return bytes(data)


def _too_large() -> BadRequest:
    return BadRequest({"file": f"A file can have up to {MOST_MB} MB."})
