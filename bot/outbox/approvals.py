"""The question to a second person, and its answer, in one message."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.pacing import MESSAGE, QUIET, TIER3, in_turn
from handlers.batches import present_approval
from handlers.batches.approval_blocks import approval
from handlers.slack import fallback
from models.batches import approvals


async def ask(number: int, slack: AsyncWebClient) -> None:
    """Ask once; later show the answer in the same message."""
    request = await approvals.get(number)
    if request is None:
        return
    blocks = approval(present_approval.question(request))
    message: dict[str, Any] = {"text": fallback.words(blocks), "blocks": blocks}
    if request.ts:
        await in_turn("chat.update", TIER3)
        await slack.chat_update(channel=request.channel, ts=request.ts, **message)
        return
    await in_turn(f"message:{request.channel}", MESSAGE)
    posted = await slack.chat_postMessage(channel=request.channel, **message, **QUIET)
    await approvals.asked(number, channel=str(posted["channel"]), ts=str(posted["ts"]))
