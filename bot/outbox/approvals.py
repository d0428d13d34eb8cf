"""The question to a second person, and its answer, in one message."""

from typing import Any

from bot import clock
from bot.outbox.readers import Outside, not_certain, reader
from bot.slack.pacing import MESSAGE, QUIET, TIER3, in_turn
from handlers.batches import present_approval
from handlers.batches.approval_blocks import approval
from handlers.batches.approve import check_asker
from handlers.slack import fallback
from handlers.slack.users import People
from models.access import grants
from models.batches import approvals
from models.domain.errors import Refused
from models.domain.values.batches import ApprovalAnswer, ApprovalDetail


async def ask(number: int, outside: Outside) -> None:
    """Ask once; later show the answer in the same message. Who asked must still be allowed to: else it is closed."""
    request, slack = await _still_asked(number, outside.people), outside.slack
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


async def _still_asked(number: int, people: People) -> ApprovalDetail | None:
    request = await approvals.get(number)
    if request is None or request.answer is not ApprovalAnswer.ASKED:
        return request
    asker = await reader(request.by, people)
    try:
        await check_asker(request, asker.actor)
    except Refused as error:
        if asker.actor.is_partial:
            raise not_certain(request.by) from error
        await grants.refuse(error, now=clock.now())
        await approvals.lapse(number, by="", now=clock.now())
        return await approvals.get(number)
    return request
