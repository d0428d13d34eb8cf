"""What a process asks Slack first: whether it takes the token. One that it never will ends the process at its start."""

import asyncio
from typing import Any

import structlog

from bot.manifest import ESSENTIAL_SCOPE
from bot.settings import Settings, stop
from bot.slack import trouble
from bot.slack.client import Client
from handlers.slack.fallback import NO_ANSWER
from handlers.slack.home import Home, home

_PATIENCE = 5.0  # seconds a process that can work without Slack waits for it
_log = structlog.get_logger()


async def own_team(config: Settings, slack: Client) -> Home:
    """What the bot's token belongs to; stop with one line when Slack does not take it, or cannot be asked."""
    try:
        answer: Any = await slack.auth_test()
    except NO_ANSWER as error:
        stop(trouble.sentence(error, slack.network, config.slack_api_url))
    granted = {scope.strip() for scope in str(answer.headers.get("x-oauth-scopes", "")).split(",")} - {""}
    if granted and ESSENTIAL_SCOPE not in granted:
        stop(
            f"SLACK_BOT_TOKEN: It lacks the scope {ESSENTIAL_SCOPE}. "
            "Add it under OAuth & Permissions, and install the app again."
        )
    try:
        return home(answer)
    except KeyError:
        stop("SLACK_BOT_TOKEN: Slack names no workspace and no organisation for it. Install the app again.")


async def check_token(config: Settings, slack: Client) -> None:
    """The same for a process that can work while Slack is away."""
    try:
        async with asyncio.timeout(_PATIENCE):
            await slack.auth_test()
    except NO_ANSWER as error:
        said = trouble.sentence(error, slack.network, config.slack_api_url)
        if trouble.is_refusal(error):
            stop(said)
        _log.warning("slack not reached", error=said)
