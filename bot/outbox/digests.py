"""Plain messages, told once: a channel's daily line, and that somebody's batch is done."""

from datetime import datetime

from bot import clock
from bot.outbox import posting
from bot.outbox.readers import Outside, sees
from bot.slack.pacing import MESSAGE, in_turn
from handlers.alerts import present_digest
from handlers.pauses import present as present_pauses
from handlers.slack.fallback import Drawing
from models.alerts import digests
from models.batches import create, overview
from models.domain.lifecycle import Status
from models.domain.values.batches.standing import BatchDetail
from models.domain.values.notices import Notice
from models.messages import notices, status_notes
from models.pauses import reading

_NOT_TOLD = (
    "I could not post in <#{channel}> how the day before went, because {why}, so I am telling you here. "
    "If Bellhop is missing there, add it with `/invite`, or end it there with `/tasks digest off`."
)


async def digest(digest_id: int, outside: Outside, *, queued_at: datetime) -> None:
    """How the day before it was queued went, in its channel, while whoever chose that may see it."""
    saved = await digests.get(digest_id)
    if saved is None:
        return
    await in_turn(f"message:{saved.channel}", MESSAGE)
    saved = await digests.get(digest_id)  # it may have been ended meanwhile
    if saved is None:
        return
    is_seen = await sees(saved.by, outside.people)
    text = (
        present_digest.lines(await digests.days(saved, queued_at=queued_at, now=clock.now()), saved)
        if is_seen
        else present_digest.rests(saved)
    )
    person = saved.by if is_seen else ""
    await posting.post_or_direct(
        saved.channel, person, Drawing(posting.told(text, outside)), outside.slack, told=_NOT_TOLD
    )


async def finished(batch_id: int, outside: Outside) -> None:
    """To whoever began a batch, unless its message is in the conversation with them anyway."""
    batch = await create.get(batch_id)
    if batch is None or batch.done_at is None or await _is_all_canceled(batch):
        return
    if batch.ts and (batch.channel.startswith("D") or batch.channel == batch.by):
        return
    if not await notices.wants(batch.by, Notice.BATCHES):
        return
    await in_turn(f"message:{batch.by}", MESSAGE)
    if not await sees(batch.by, outside.people):
        return
    asked = await status_notes.asked_of_batch(batch_id)
    took = batch.done_at - batch.created_at
    text = present_digest.finished(batch, asked.type, await overview.of(batch), took)
    await posting.post(batch.by, Drawing(posting.told(text, outside)), outside.slack)


async def paused(pause_id: int, outside: Outside) -> None:
    """To whoever paused tasks without an end, while they are paused and this person may see that."""
    now = clock.now()
    pause = next((one for one in await reading.in_force(now=now) if one.id == pause_id), None)
    if pause is None or not await sees(pause.by, outside.people):
        return
    await in_turn(f"message:{pause.by}", MESSAGE)
    zone = await outside.people.zone(pause.by)
    text = posting.told(present_pauses.reminder(pause, zone=zone, now=now), outside)
    await posting.post(pause.by, Drawing(text), outside.slack)


async def _is_all_canceled(batch: BatchDetail) -> bool:
    return set((await overview.of(batch)).counts) <= {Status.CANCELED}
