"""The message of a batch: posted once, then edited as its tasks move."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot import clock
from bot.outbox import posting, roots
from bot.outbox.fence import Fence
from bot.outbox.readers import Outside, reader
from bot.slack.client import Client
from bot.slack.pacing import MESSAGE, TIER3, UNHURRIED, in_turn
from handlers.access.needs import permitted
from handlers.batches import batch_message, present_batch
from handlers.batches.blocks import batch as batch_blocks
from handlers.slack import fallback
from handlers.slack.blocks import section
from handlers.slack.fallback import Drawing
from handlers.slack.refusals import Handling
from handlers.slack.users import People
from models.batches import create, operations, overview, steps, undo
from models.domain.conversations import is_channel
from models.domain.permissions import Action
from models.domain.values.batches.standing import BatchDetail
from models.messages import outbox
from models.messages.kinds import PROGRESS_EVERY
from models.messages.outbox import MessageKind

_COUNTED_AT_ONCE = 1000  # tasks of a re-execution that are looked at in no time
_SELDOM = timedelta(minutes=2)
_log = structlog.get_logger()


async def post(batch_id: int, outside: Outside) -> None:
    """Post it. Where an earlier try may have reached Slack, its thread says so."""
    batch, slack = await create.get(batch_id), outside.slack
    if batch is None or batch.ts:
        return
    await in_turn(f"message:{batch.channel}", MESSAGE)
    drawing = await _rendered(await create.get(batch_id) or batch, outside.people, slack)
    try:
        posted = await posting.post(batch.channel, drawing, slack)
    except SlackApiError as error:
        if batch.channel == batch.by or not await roots.moves(batch.id, "", error, outside.fence):
            raise
        _log.warning("a batch goes to its asker", batch=batch.id, error=error.response.get("error"))
        return
    channel, ts = str(posted["channel"]), str(posted["ts"])
    await outside.fence.record(lambda: create.posted(batch.id, channel=channel, ts=ts, now=clock.now()))
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
        drawing = await _rendered(batch, outside.people, outside.slack)
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
        await _draw_re_executions(batch.id)


async def _draw_re_executions(batch_id: int) -> None:
    """The messages of re-executions show how their tasks stand, which have moved. The more tasks, the longer it takes to
    look at them, and the more seldom that is done.
    """
    now = clock.now()
    for operation, size in (await operations.shown_of(batch_id, now=now)).items():
        after = PROGRESS_EVERY * (1 + size // _COUNTED_AT_ONCE)
        await outbox.enqueue(MessageKind.PROGRESS, operation, now=now, after=min(after, _SELDOM))


async def _goes_on(batch: BatchDetail, error: SlackApiError, fence: Fence) -> bool:
    """Whether it goes on without this edit: in the message as it is, or in its asker's direct messages."""
    _log.warning("a batch's message cannot be edited", batch=batch.id, error=error.response.get("error"))
    if fallback.rule_of(error).handling is Handling.STAY:
        return True
    return await roots.moves(batch.id, batch.ts, error, fence)


async def end_undo(batch_id: int, outside: Outside) -> None:
    """Its Undo goes when it is too late for it. Where nothing waits any more it is gone: that edit is owed on its own."""
    batch = await create.get(batch_id)
    if batch and (batch.kind != "create" or await overview.waiting(batch)):
        await update(batch_id, outside)


async def _find_links(batch: BatchDetail, slack: Client) -> None:
    """The links to the messages that this one names: Slack is asked for each once."""
    for linked in (await steps.before(batch), await steps.after(batch)):
        other = await create.get(linked.id) if linked and not linked.link else None
        if other and other.ts:
            with suppress(SlackApiError):  # it is named by its number
                found: Any = await slack.chat_getPermalink(channel=other.channel, message_ts=other.ts)
                await create.linked(other.id, link=str(found["permalink"]))


async def _rendered(batch: BatchDetail, people: People, slack: Client) -> Drawing:
    """The message for its conversation: in one with its asker alone, only while they may see it, and with their buttons."""
    may = _anything
    if not is_channel(batch.channel):
        asker = await reader(batch.by, people)
        if not asker.sees:
            _log.info("not drawn: may not see it any more", user=batch.by)
            return Drawing(present_batch.HIDDEN, [section(present_batch.HIDDEN)])
        may = asker.may.may
    await _find_links(batch, slack)
    now = clock.now()
    view = await batch_message.view(batch, now=now)
    await undo.owe_end(batch, is_shown=bool(view.undo), now=now)
    return Drawing(view.text, permitted(batch_blocks(view), may))


def _anything(_action: Action) -> bool:
    """A message in a channel shows all buttons: each click is authorized for the person who clicks."""
    return True
