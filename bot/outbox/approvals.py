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
    made = await approvals.get(number)
    if made is None:
        return
    blocks = approval(present_approval.question(made))
    drawn: dict[str, Any] = {"text": fallback.words(blocks), "blocks": blocks}
    if made.ts:
        await in_turn("chat.update", TIER3)
        await slack.chat_update(channel=made.channel, ts=made.ts, **drawn)
        return
    await in_turn(f"message:{made.channel}", MESSAGE)
    posted = await slack.chat_postMessage(channel=made.channel, **drawn, **QUIET)
    await approvals.asked(number, channel=str(posted["channel"]), ts=str(posted["ts"]))
