"""The message a batch's notes stand under: waited for while it may come, and given up where Slack refuses it."""

from slack_sdk.errors import SlackApiError

from bot import clock
from bot.outbox.fence import Fence
from bot.slack.pacing import Later
from handlers.slack.fallback import rule_of
from models.batches import create
from models.messages import outbox
from models.messages.outbox import MessageKind


class NoMessage(Later):
    """The batch has no message yet. A class, not one exception for all: each raise adds its frames to the instance,
    and those hold the pictures.
    """

    def __init__(self) -> None:
        super().__init__(1, "its batch has no message yet")


class NeverSent(Exception):
    """What it waits for will not come by itself: it ends with it."""


async def await_root(batch_id: int) -> None:
    """Raise NoMessage while the batch's message is still to be sent, NeverSent when that has ended without one."""
    why = await outbox.ended(MessageKind.BATCH, batch_id)  # before the message: it is written down first
    batch = await create.get(batch_id)
    if why is not None and batch is not None and not batch.ts:
        raise NeverSent(f"its batch's message was not sent: {why}")
    raise NoMessage


async def moves(batch_id: int, ts: str, error: SlackApiError, fence: Fence) -> bool:
    """Whether the batch goes to its asker's direct messages, since Slack does not take this where its message is.

    ``ts``: of the message under which, or into which, it was to go. Raise LeaseLost, with nothing moved, where another
    relay has what was refused.
    """
    if not rule_of(error).is_direct:
        return False
    why = str(error.response.get("error"))
    return await fence.record(lambda: create.move_to_asker(batch_id, ts=ts, why=why, now=clock.now()))
