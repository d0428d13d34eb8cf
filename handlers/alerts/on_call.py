"""Who is meant by a name in the form of an alert: a person or a user group of Slack, and the name of who was chosen before."""

import asyncio
import re
from collections.abc import Awaitable
from typing import Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.fallback import NO_ANSWER, code_of
from handlers.slack.services import Services
from models.domain.conversations import is_person
from models.domain.errors import BadRequest
from models.domain.text import SHORT

T = TypeVar("T")
_SECONDS = 2.0  # a form waits for this before it is acknowledged
_GROUP = re.compile(r"S[A-Z0-9]{2,50}", re.ASCII)
_MENTION = re.compile(r"<(?:@|!subteam\^)([A-Z0-9]{2,50})(?:\|[^>]*)?>", re.ASCII)
_SLOW = "Slack has not said yet who that is. Wait a minute and save again, or write an id such as U012ABCDEF."
_NO_ANSWER = (*NO_ANSWER, KeyError, TypeError)
_asking: set[asyncio.Future[Any]] = (
    set()
)  # keeps what is asked for alive when the form does not wait any longer


async def meant(typed: str, block: str, services: Services) -> str:
    """The id of a person or a user group, given as one or by a handle; empty for nobody. Raise BadRequest at the block."""
    name = typed.strip()
    if mention := _MENTION.fullmatch(name):
        name = mention[1]
    if not name:
        return ""
    if len(name) <= SHORT and (is_person(name) or _GROUP.fullmatch(name)):
        await services.people.ask_ahead([name])  # typed: no field of people names them before
        services.people.need_people(block, [name])
        return name
    handle = name.removeprefix("@").casefold()
    try:
        groups = await _soon(_groups(services.slack))
        if found := next((group for group, own in groups.items() if own == handle), ""):
            return found
        return await _soon(services.people.named.by_handle(f"@{handle}"))
    except TimeoutError as error:
        raise BadRequest({block: _SLOW}) from error
    except ValueError as error:
        raise BadRequest({block: str(error).removeprefix("owner ")}) from error


async def named(chosen: str, services: Services) -> str:
    """The handle of a person or a user group, as ``meant`` takes it; its id where Slack does not say."""
    if not chosen:
        return ""
    try:
        if _GROUP.fullmatch(chosen):
            handle = (await _soon(_groups(services.slack))).get(chosen, "")
        else:
            answer: Any = await _soon(services.slack.users_info(user=chosen))
            handle = str(answer["user"]["name"])
    except _NO_ANSWER:
        return chosen
    return f"@{handle}" if handle else chosen


async def _groups(slack: AsyncWebClient) -> dict[str, str]:
    """The handles of the user groups by id; none where the app may not ask."""
    try:
        answer: Any = await slack.usergroups_list()
        return {str(group["id"]): str(group["handle"]).casefold() for group in answer["usergroups"]}
    except _NO_ANSWER as error:
        if code_of(error):
            return {}
        raise TimeoutError from error


async def _soon(answer: Awaitable[T]) -> T:
    """The answer, if it comes in time; what takes longer goes on, so that it is known at the next try."""
    asked = asyncio.ensure_future(answer)
    _asking.add(asked)
    asked.add_done_callback(_asking.discard)
    async with asyncio.timeout(_SECONDS):
        return await asyncio.shield(asked)
