"""The message of a batch: posted once, then edited as its tasks move."""

from typing import Any

from slack_sdk.errors import SlackApiError

from bot import clock
from bot.outbox.readers import Outside, sees
from bot.outbox.status_notes import NoMessage
from bot.slack.pacing import MESSAGE, QUIET, TIER3, UNHURRIED, in_turn
from handlers.batches import present_batch
from handlers.batches.blocks import batch as batch_blocks
from handlers.slack.blocks import section
from handlers.slack.ids import is_channel
from handlers.slack.services import NOT_THERE
from handlers.slack.users import People
from models.accounts import holds, proxy_faults
from models.batches import create, operations
from models.domain.lifecycle import Status
from models.domain.values.batches import BatchDetail
from models.messages import status_notes
from models.tasks import queries


async def post(batch_id: int, outside: Outside, *, unsure: bool) -> None:
    """Post it. ``unsure``: an earlier try may have reached Slack, which its thread then says."""
    batch, slack = await create.get(batch_id), outside.slack
    if batch is None or batch.ts:
        return
    message = await _rendered(batch, batch.channel, outside.people)
    await in_turn(f"message:{batch.channel}", MESSAGE)
    try:
        posted = await slack.chat_postMessage(channel=batch.channel, **message, **QUIET)
    except SlackApiError as error:
        if error.response.get("error") not in NOT_THERE or batch.channel == batch.by:
            raise
        # The bot is not in that channel: the asker gets it as a direct message, and the notes with it.
        message = await _rendered(batch, batch.by, outside.people)
        posted = await slack.chat_postMessage(channel=batch.by, **message, **QUIET)
    await create.posted(batch.id, channel=str(posted["channel"]), ts=str(posted["ts"]))
    if unsure:
        await slack.chat_postMessage(
            channel=str(posted["channel"]), thread_ts=str(posted["ts"]), text=present_batch.AGAIN, **QUIET
        )


async def update(batch_id: int, outside: Outside) -> None:
    """Edit it to what its tasks are now; with the last of them, whoever began it is told."""
    batch = await create.get(batch_id)
    if batch is None:
        return
    if not batch.ts:
        raise NoMessage
    await in_turn("chat.update", TIER3, patience=UNHURRIED)
    message = await _rendered(batch, batch.channel, outside.people)
    await outside.slack.chat_update(channel=batch.channel, ts=batch.ts, **message)
    await create.finish(batch.id, now=clock.now())


async def _rendered(batch: BatchDetail, channel: str, people: People) -> dict[str, Any]:
    """The message for that conversation: in one with its asker alone, only while they may see it."""
    if not is_channel(channel) and not await sees(batch.by, people):
        return {"text": present_batch.HIDDEN, "blocks": [section(present_batch.HIDDEN)]}
    now = clock.now()
    progress = await operations.progress(batch.id)
    if progress is not None:
        view = present_batch.operation(batch, progress, now=now)
    else:
        asked, counts = await status_notes.asked_of_batch(batch.id), await queries.batch_counts(batch.id)
        troubles = await proxy_faults.of_batch(batch.id) if counts.get(Status.NO_PROXY) else ()
        view = present_batch.batch(batch, asked, counts, troubles, await holds.of_batch(batch.id), now=now)
    return {"text": view.text, "blocks": batch_blocks(view)}
