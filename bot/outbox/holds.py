"""The question to whoever is responsible for an account on hold, and its end, in one message."""

from functools import partial

import structlog
from slack_sdk.errors import SlackApiError

from bot.outbox import posting
from bot.outbox.readers import Outside, Unsure, sees
from bot.slack.pacing import MESSAGE, TIER3, in_turn
from handlers.accounts import present_hold
from handlers.accounts.hold_blocks import hold
from handlers.slack import fallback
from handlers.slack.fallback import Drawing
from handlers.slack.refusals import Remedy
from models.accounts import holds
from models.domain.values.accounts import HoldDetail

_log = structlog.get_logger()


async def ask(hold_id: int, outside: Outside, *, has_waited: bool) -> None:
    """Ask once; later show in the same message that it was released.

    ``has_waited``: whom Slack has not spoken of for an hour is passed over.
    """
    detail = await holds.detail(hold_id)
    if detail is None:
        return
    if detail.ts and not all([await sees(person, outside.people) for person in detail.readers]):
        blocks = hold(present_hold.CLOSED)
    else:
        blocks = hold(present_hold.question(detail))
    message = Drawing(fallback.words(blocks), blocks)
    if detail.ts:
        await in_turn("chat.update", TIER3)
        await _close(detail, message, outside)
    elif not detail.released_at:
        await _post(detail, message, outside, has_waited=has_waited)


async def _close(detail: HoldDetail, message: Drawing, outside: Outside) -> None:
    """Show it in the message that asked. Where that is gone nobody can answer it there any more, which is all."""
    try:
        await posting.edit(detail.channel, detail.ts, message, outside.slack)
    except SlackApiError as error:
        if fallback.rule_of(error).remedy not in {Remedy.DIRECT, Remedy.STAY, Remedy.NOBODY}:
            raise
        _log.warning("a question cannot be edited", error=error.response.get("error"))


async def _post(detail: HoldDetail, message: Drawing, outside: Outside, *, has_waited: bool) -> None:
    """To the first person Slack knows who may see it. Raise Unsure where it says nothing of who is left."""
    unsure: Unsure | None = None
    for person in detail.whom:
        try:
            if not await sees(person, outside.people):
                continue
        except Unsure as error:
            if not has_waited:
                raise
            unsure = error
            continue
        await in_turn(f"message:{person}", MESSAGE)
        try:
            posted = await posting.post(person, message, outside.slack)
        except SlackApiError as error:
            rule = fallback.rule_of(error)
            if not rule.is_direct and rule.remedy is not Remedy.NOBODY:
                raise
            _log.warning("cannot be asked", person=person, error=error.response.get("error"))
            continue
        channel, ts = str(posted["channel"]), str(posted["ts"])
        await outside.fence.record(partial(holds.asked, detail.id, person=person, channel=channel, ts=ts))
        await posting.say_again(channel, ts, outside)
        return
    if unsure is not None:
        raise unsure
    _log.error("nobody can be asked about an account on hold", account=detail.account_id)
