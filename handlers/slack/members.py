"""Who is meant by a handle or an e-mail address: asked of Slack within bounds, and cached for a while."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.fallback import NO_ANSWER, code_of

_KEEP = 600.0  # seconds the handles are cached
_PAGE, _MOST_PAGES = (
    500,
    20,
)  # members of one answer; answers: a workspace that is larger is not read to its end
_TIMEOUT = 60.0  # seconds for all of them
_NO_ANSWER = (*NO_ANSWER, KeyError, TypeError)
_REMEDY = "Write a Slack user id, such as U012ABCDEF, or try again."


class Members:
    """The members of the workspace, or of an organisation's workspaces, by what people call them."""

    def __init__(self, slack: AsyncWebClient, teams: Callable[[], Awaitable[Iterable[str]]]) -> None:
        """``teams``: what ``team_id`` each list of members is asked with; an empty one is left out."""
        self._slack = slack
        self._teams = teams
        self._handles: dict[str, set[str]] = {}
        self._is_whole = True
        self._until = 0.0
        self._asking = asyncio.Lock()

    async def by_handle(self, handle: str) -> str:
        """The id of the one active person of a handle (`@ann`); raise ValueError with a sentence."""
        try:
            async with self._asking, asyncio.timeout(_TIMEOUT):
                if time.monotonic() > self._until:
                    await self._read()
        except _NO_ANSWER as error:
            raise ValueError(
                f"owner {handle} could not be looked up in Slack ({code_of(error) or type(error).__name__}). {_REMEDY}"
            ) from error
        found = self._handles.get(handle.removeprefix("@").casefold(), set[str]())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise ValueError(
                f"owner {handle} is the name of {len(found)} people in Slack. Write a Slack user id."
            )
        part = "" if self._is_whole else f" among the first {_PAGE * _MOST_PAGES} members"
        raise ValueError(
            f"owner {handle} is nobody in Slack{part}. Write a Slack user id, or an e-mail address."
        )

    async def by_email(self, email: str) -> str:
        """The id of the one who has this address in Slack; raise ValueError with a sentence."""
        try:
            async with asyncio.timeout(_TIMEOUT):
                answer: Any = await self._slack.users_lookupByEmail(email=email)
            return str(answer["user"]["id"])
        except _NO_ANSWER as error:
            code = code_of(error) or type(error).__name__
            if code == "users_not_found":
                why = f"owner {email} is nobody in Slack. Write a Slack user id, or an @handle."
            elif code == "missing_scope":
                why = f"owner {email} cannot be looked up: give the Slack app the scope users:read.email. {_REMEDY}"
            else:
                why = f"owner {email} could not be looked up in Slack ({code}). {_REMEDY}"
            raise ValueError(why) from error

    async def _read(self) -> None:
        """All handles anew. A person has two: the user name, and the name that is shown."""
        handles, left = defaultdict[str, set[str]](set), [(team, "") for team in await self._teams()]
        for _ in range(_MOST_PAGES):
            if not left:
                break
            team, cursor = left.pop()
            page: Any = await self._slack.users_list(limit=_PAGE, cursor=cursor or None, team_id=team or None)
            for user in page["members"]:
                if not (user.get("deleted") or user.get("is_bot") or user.get("is_stranger")):
                    for name in (user.get("name"), user.get("profile", {}).get("display_name")):
                        handles[str(name or "").casefold()].add(str(user["id"]))
            if cursor := (page.get("response_metadata") or {}).get("next_cursor") or "":
                left.append((team, cursor))
        handles.pop("", None)
        self._handles, self._is_whole, self._until = handles, not left, time.monotonic() + _KEEP
