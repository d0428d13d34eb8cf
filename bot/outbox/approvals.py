"""The question to a second person, and its answer, in one message."""

from slack_sdk.errors import SlackApiError

from bot import clock
from bot.outbox import posting
from bot.outbox.readers import Outside, not_certain, reader
from bot.slack.pacing import MESSAGE, QUIET, TIER3, in_turn
from handlers.batches import present_approval
from handlers.batches.approval_blocks import approval
from handlers.batches.approve import check_asker
from handlers.slack import fallback
from handlers.slack.fallback import Drawing
from handlers.slack.refusals import Handling
from handlers.slack.users import People
from handlers.slack.views import ApprovalView
from models.access import grants
from models.batches import approvals
from models.domain.errors import Refused
from models.domain.values.batches.approvals import ApprovalAnswer, ApprovalDetail

_NOT_ASKED = (
    "I could not ask a second person in <#{channel}>, because {why}. Nobody but you sees the question here: "
    "take it back, and ask again in a channel where I can write."
)
_NOT_ANSWERED = "I could not show in <#{channel}> what became of your question, because {why}."


async def ask(number: int, outside: Outside) -> None:
    """Ask once; later show the answer in the same message. Who asked must still be allowed to: else it is closed."""
    request, slack = await approvals.get(number), outside.slack
    if request is None:
        return
    if request.ts:
        await in_turn("chat.update", TIER3)
    else:
        await in_turn(f"message:{request.channel}", MESSAGE)
    request = await _still_asked(number, outside.people)
    if request is None:
        return
    blocks = approval(await _drawn(request))
    drawing = Drawing(fallback.words(blocks), blocks)
    if request.ts:
        try:
            await posting.edit(request.channel, request.ts, drawing, slack)
        except SlackApiError as error:
            if fallback.rule_of(error).handling is not Handling.DIRECT:
                raise
            told = _NOT_ANSWERED.format(channel=request.channel, why=fallback.rule_of(error).why)
            await slack.chat_postMessage(channel=request.by, text=told, **QUIET)
            await posting.post(request.by, drawing, slack)
        return
    posted = await posting.post_or_direct(request.channel, request.by, drawing, slack, told=_NOT_ASKED)
    channel, ts = str(posted["channel"]), str(posted["ts"])
    await outside.fence.record(lambda: approvals.asked(number, channel=channel, ts=ts))
    await posting.say_again(channel, ts, outside)


async def _drawn(request: ApprovalDetail) -> ApprovalView:
    """What it is about is looked up only while somebody has to decide on it."""
    if request.answer is ApprovalAnswer.ASKED:
        return present_approval.question(request, await approvals.about(request))
    return present_approval.answered(request)


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
