"""Plain messages, told once: a channel's daily line, and that somebody's batch is done."""

from slack_sdk.web.async_client import AsyncWebClient

from bot import clock
from bot.outbox.readers import Outside, sees
from bot.slack.pacing import MESSAGE, QUIET, in_turn
from handlers.alerts import present_digest
from models.accounts import holds
from models.alerts import digests
from models.batches import create
from models.domain.lifecycle import Status
from models.messages import status_notes
from models.tasks import queries


async def digest(digest_id: int, outside: Outside) -> None:
    """How the day before went, in its channel, while whoever chose that may see it."""
    saved, slack = await digests.get(digest_id), outside.slack
    if saved is not None and not await sees(saved.by, outside.people):
        await _post(saved.channel, present_digest.rests(saved), slack)
    elif saved is not None:
        day = await digests.day_before(saved, now=clock.now())
        await _post(saved.channel, present_digest.line(day), slack)


async def finished(batch_id: int, outside: Outside) -> None:
    """To whoever began a batch, unless its message is in the conversation with them anyway."""
    batch = await create.get(batch_id)
    counts = await queries.batch_counts(batch_id)
    if batch is None or batch.done_at is None or set(counts) <= {Status.CANCELED}:
        return
    if batch.channel.startswith("D") or batch.channel == batch.by:
        return
    if not await sees(batch.by, outside.people):
        return
    kind, _ = await status_notes.asked_of_batch(batch_id)
    blocks = await holds.of_batch(batch_id)
    took = batch.done_at - batch.created_at
    await _post(batch.by, present_digest.finished(batch, kind, counts, blocks, took), outside.slack)


async def _post(channel: str, text: str, slack: AsyncWebClient) -> None:
    await in_turn(f"message:{channel}", MESSAGE)
    await slack.chat_postMessage(channel=channel, text=text, **QUIET)
