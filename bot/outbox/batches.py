"""The message of a batch: posted once, then edited as its tasks move."""

import structlog
from slack_sdk.errors import SlackApiError

from bot import clock
from bot.outbox import posting, roots
from bot.outbox.fence import Fence
from bot.outbox.readers import Outside, sees
from bot.slack.pacing import MESSAGE, TIER3, UNHURRIED, in_turn
from handlers.batches import present_batch
from handlers.batches.blocks import batch as batch_blocks
from handlers.slack import fallback
from handlers.slack.blocks import section
from handlers.slack.fallback import Drawing
from handlers.slack.ids import is_channel
from handlers.slack.refusals import Remedy
from handlers.slack.users import People
from models.accounts import holds, proxy_faults
from models.batches import create, operations
from models.domain.lifecycle import Status
from models.domain.values.batches import BatchDetail
from models.messages import status_notes
from models.tasks import queries

_log = structlog.get_logger()


async def post(batch_id: int, outside: Outside) -> None:
    """Post it. Where an earlier try may have reached Slack, its thread says so."""
    batch, slack = await create.get(batch_id), outside.slack
    if batch is None or batch.ts:
        return
    await in_turn(f"message:{batch.channel}", MESSAGE)
    drawing = await _rendered(await create.get(batch_id) or batch, batch.channel, outside.people)
    try:
        posted = await posting.post(batch.channel, drawing, slack)
    except SlackApiError as error:
        if batch.channel == batch.by or not await roots.moves(batch.id, "", error, outside.fence):
            raise
        _log.warning("a batch goes to its asker", batch=batch.id, error=error.response.get("error"))
        return
    channel, ts = str(posted["channel"]), str(posted["ts"])
    await outside.fence.record(lambda: create.posted(batch.id, channel=channel, ts=ts))
    await posting.say_again(channel, ts, outside)


async def update(batch_id: int, outside: Outside) -> None:
    """Edit it to what its tasks are now; with the last of them, whoever began it is told."""
    batch = await create.get(batch_id)
    if batch is None:
        return
    try:
        if not batch.ts:
            await roots.await_root(batch.id)
        await in_turn("chat.update", TIER3, patience=UNHURRIED)
        batch = await create.get(batch_id) or batch
        if not batch.ts:  # a note has moved it meanwhile
            await roots.await_root(batch.id)
        drawing = await _rendered(batch, batch.channel, outside.people)
        await posting.edit(batch.channel, batch.ts, drawing, outside.slack)
    except (SlackApiError, roots.NeverSent) as error:
        if isinstance(error, SlackApiError) and fallback.rule_of(error).passes:
            raise
        # Whoever began it is told that it is over, wherever its message is.
        await create.finish(batch.id, now=clock.now())
        if not isinstance(error, SlackApiError) or not await _goes_on(batch, error, outside.fence):
            raise
    else:
        await create.finish(batch.id, now=clock.now())


async def _goes_on(batch: BatchDetail, error: SlackApiError, fence: Fence) -> bool:
    """Whether it goes on without this edit: in the message as it is, or in its asker's direct messages."""
    _log.warning("a batch's message cannot be edited", batch=batch.id, error=error.response.get("error"))
    if fallback.rule_of(error).remedy is Remedy.STAY:
        return True
    return await roots.moves(batch.id, batch.ts, error, fence)


async def _rendered(batch: BatchDetail, channel: str, people: People) -> Drawing:
    """The message for that conversation: in one with its asker alone, only while they may see it."""
    if not is_channel(channel) and not await sees(batch.by, people):
        return Drawing(present_batch.HIDDEN, [section(present_batch.HIDDEN)])
    now = clock.now()
    progress = await operations.progress(batch.id)
    if progress is not None:
        view = present_batch.operation(batch, progress, now=now)
    else:
        asked, counts = await status_notes.asked_of_batch(batch.id), await queries.batch_counts(batch.id)
        troubles = await proxy_faults.of_batch(batch.id) if counts.get(Status.NO_PROXY) else ()
        view = present_batch.batch(batch, asked, counts, troubles, await holds.of_batch(batch.id), now=now)
    return Drawing(view.text, batch_blocks(view))
