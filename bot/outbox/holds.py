"""The question to whoever is responsible for an account on hold, and its end, in one message."""

from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.pacing import MESSAGE, TIER3, in_turn
from handlers.accounts import present_hold
from handlers.accounts.hold_blocks import hold
from handlers.slack import fallback
from models.accounts import holds
from models.domain.values.accounts import HoldDetail

_NOBODY = {"channel_not_found", "user_not_found", "user_disabled", "cannot_dm_bot", "messages_tab_disabled"}
_log = structlog.get_logger()


async def ask(hold_id: int, slack: AsyncWebClient) -> None:
    """Ask once; later show in the same message that it was released."""
    found = await holds.detail(hold_id)
    if found is None:
        return
    blocks = hold(present_hold.question(found))
    drawn: dict[str, Any] = {"text": fallback.words(blocks), "blocks": blocks}
    if found.ts:
        await in_turn("chat.update", TIER3)
        await slack.chat_update(channel=found.channel, ts=found.ts, **drawn)
    elif not found.released_at:
        await _post(found, drawn, slack)


async def _post(found: HoldDetail, drawn: dict[str, Any], slack: AsyncWebClient) -> None:
    """To the first person Slack knows."""
    for person in found.whom:
        await in_turn(f"message:{person}", MESSAGE)
        try:
            posted = await slack.chat_postMessage(channel=person, **drawn)
        except SlackApiError as error:
            if error.response.get("error") not in _NOBODY:
                raise
            _log.warning("cannot be asked", person=person, error=error.response.get("error"))
            continue
        await holds.asked(found.id, channel=str(posted["channel"]), ts=str(posted["ts"]))
        return
    _log.error("nobody can be asked about an account on hold", account=found.account_id)
