"""What becomes of a taken message: sent, put back or a dead letter, and nothing of one that another relay has taken."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import clock
from bot.outbox.messages import OutboxMessage
from bot.outbox.readers import Unsure
from bot.outbox.roots import NeverSent
from bot.slack.pacing import Later, retry_after
from bot.webhooks.post import NotTaken
from handlers.slack.fallback import rule_of
from handlers.slack.refusals import Handling
from models.domain.errors import LeaseLost
from models.messages import outbox
from models.messages.outbox import Taken

TOKEN_AGAIN = 30.0  # seconds between two tries of a token that Slack refused
_LONGEST_WAIT = 120.0  # seconds a row is put back for at most
_TAKEN_OVER = "another relay has taken this message: nothing more is done with it here"
_log = structlog.get_logger()


async def still_ours(bundle: Sequence[OutboxMessage]) -> list[OutboxMessage]:
    """Without what another relay has taken while this process was slow or stood still."""
    ours = await outbox.renew([message.taken for message in bundle], now=clock.now())
    if len(ours) < len(bundle):
        _log.warning(_TAKEN_OVER)
    return [message for message in bundle if message.taken in ours]


async def done(taken: Taken) -> None:
    """It stands in Slack, or there is nothing to say any more."""
    if not await outbox.sent(taken):
        _log.warning(_TAKEN_OVER)


async def put_off(message: OutboxMessage, *, seconds: float) -> None:
    """Others go first; nothing of it was sent."""
    await _put_back(
        message,
        due_at=clock.now() + timedelta(seconds=seconds),
        error="others to its channel go first",
        failed=False,
        unsure_since=message.unsure_since,
    )


async def failed(message: OutboxMessage, error: Exception, *, alone: bool, may_stand: bool) -> None:
    """``alone``: nothing else was in its message; ``may_stand``: something of it was shown in Slack, or no answer came."""
    match error:
        case LeaseLost():  # the others of its message go again; what was taken over is left as it is
            await _send_again(message, _why("taken over", may_stand=may_stand), seconds=0, failed=False)
        case Unsure():
            await _await_answer(message, error)
        case Later():
            await _send_again(message, str(error), seconds=error.seconds, failed=False)
        case SlackApiError():
            await _refused(message, error, alone=alone, may_stand=may_stand)
        case NotTaken():
            why = _why(str(error), may_stand=may_stand)
            await (
                _send_again(message, why, seconds=2**message.tries) if error.again else _bury(message, why)
            )
        case NeverSent():
            await _bury(message, str(error))
        case SlackClientError() | aiohttp.ClientError() | TimeoutError() | OSError():
            await _send_again(message, _why(type(error).__name__, may_stand=True), seconds=2**message.tries)
        case _:
            _log.error("message failed", exc_info=error)
            why = _why(type(error).__name__, may_stand=may_stand)
            await _send_again(message, why, seconds=2**message.tries)


def _why(words: str, *, may_stand: bool) -> str:
    return f"{outbox.NO_ANSWER}: {words}" if may_stand else words


async def _refused(message: OutboxMessage, error: SlackApiError, *, alone: bool, may_stand: bool) -> None:
    answer: Any = error.response
    code, handling = str(answer.get("error") or answer.status_code), rule_of(error).handling
    why = _why(code, may_stand=may_stand)
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = retry_after(error, otherwise=30, most=_LONGEST_WAIT)
        await _send_again(message, _why("ratelimited", may_stand=may_stand), seconds=seconds, failed=False)
    elif handling in {Handling.PAUSE, Handling.SCOPE}:  # somebody mends that: none is lost for it
        await _send_again(message, why, seconds=TOKEN_AGAIN, failed=False)
    elif handling is Handling.AGAIN:
        await _send_again(message, why, seconds=2**message.tries)
    elif not alone:
        await _send_again(message, why, seconds=0)  # the one among them that is refused, by itself
    else:
        await _bury(message, code)


async def _await_answer(message: OutboxMessage, unsure: Unsure) -> None:
    """Try again while Slack says nothing about a reader; after an hour it is a dead letter, which doctor tells of."""
    if message.has_waited:
        await _bury(message, f"for an hour: {unsure}", level=logging.WARNING)
        return
    now = clock.now()
    await _put_back(
        message,
        due_at=now + timedelta(seconds=unsure.seconds),
        error=str(unsure),
        failed=False,
        unsure_since=message.unsure_since or now,
    )


async def _send_again(message: OutboxMessage, why: str, *, seconds: float, failed: bool = True) -> None:
    if failed and message.tries >= outbox.TRIES:
        await _bury(message, why)
        return
    _log.log(logging.INFO if failed else logging.DEBUG, "to be sent again", why=why, seconds=seconds)
    due = clock.now() + timedelta(seconds=min(seconds, _LONGEST_WAIT))
    await _put_back(message, due_at=due, error=why, failed=failed)


async def _put_back(message: OutboxMessage, **how: Any) -> None:
    if not await outbox.put_back(message.taken, **how):
        _log.warning(_TAKEN_OVER)


async def _bury(message: OutboxMessage, why: str, *, level: int = logging.ERROR) -> None:
    if await outbox.bury(message.taken, error=why):
        _log.log(level, "dead letter", error=why, channel=message.channel)
    else:
        _log.warning(_TAKEN_OVER)
