"""What each kind of outbox row says, drawn when it is sent, and how it gets into Slack."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock
from bot.outbox import alerts, status_notes
from bot.outbox import approvals as approval_messages
from bot.outbox import digests as digest_messages
from bot.outbox.boards import paint
from bot.outbox.holds import ask
from bot.slack.pacing import MESSAGE, QUIET, TIER3, UNHURRIED, in_turn
from handlers.batches import present_batch
from handlers.batches.blocks import batch as batch_blocks
from handlers.slack.services import NOT_THERE
from models.accounts import holds, proxy_faults
from models.alerts import digests, incidents
from models.batches import approvals, create, operations
from models.domain.lifecycle import Status
from models.messages import boards, outbox
from models.messages import status_notes as notes
from models.tables.tasks import Batch
from models.tasks import queries

_PAINTED = {"board", "home"}
_EACH_FOR_ITSELF = {
    holds.TOLD,
    approvals.TOLD,
    incidents.TOLD,
    incidents.CALLED,
    digests.TOLD,
    create.FINISHED,
}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One outbox row and where it goes."""

    row_id: int
    kind: str
    about: int
    tries: int
    channel: str
    unsure: bool  # an earlier try may have reached Slack
    together: str = ""  # letters with the same words here may be one message


async def letter(row: dict[str, Any]) -> Letter | None:
    """Address a row; None when what it speaks of is gone."""
    kind, about = row["kind"], row["about"]
    if kind in _EACH_FOR_ITSELF:
        channel, thread = f"{kind} {about}", ""
    else:
        found = await (boards.get(about) if kind in _PAINTED else notes.batch_of(kind, about))
        if found is None:
            return None
        channel, thread = found.channel, found.ts
    alone = kind != "note" or row["tries"] > 1  # what failed before may be what Slack refuses
    return Letter(
        row_id=row["id"],
        kind=kind,
        about=about,
        tries=row["tries"],
        channel=channel,
        unsure=row["error"].startswith(outbox.NO_ANSWER),
        together="" if alone else f"{channel} {thread}",
    )


async def deliver(one: Letter, slack: AsyncWebClient) -> None:
    """Bring it to Slack. Raises what Slack or the network raised."""
    await _WAYS[one.kind](one, slack)


async def deliver_together(many: Sequence[Letter], slack: AsyncWebClient) -> None:
    """Bring the status notes of one thread to Slack as one message."""
    await status_notes.post_together([one.about for one in many], slack)


async def _post_batch(one: Letter, slack: AsyncWebClient) -> None:
    made = await Batch.get(id=one.about)
    if made.ts:
        return
    drawn = await _drawn(made)
    await in_turn(f"message:{made.channel}", MESSAGE)
    try:
        posted = await slack.chat_postMessage(channel=made.channel, **drawn, **QUIET)
    except SlackApiError as error:
        if error.response.get("error") not in NOT_THERE or made.channel == made.by:
            raise
        # The bot is not in that channel: the asker gets it as a direct message, and the notes with it.
        posted = await slack.chat_postMessage(channel=made.by, **drawn, **QUIET)
    await Batch.filter(id=made.id).update(ts=posted["ts"], channel=posted["channel"])
    if one.unsure:
        await slack.chat_postMessage(
            channel=str(posted["channel"]), thread_ts=str(posted["ts"]), text=present_batch.AGAIN, **QUIET
        )


async def _update_batch(one: Letter, slack: AsyncWebClient) -> None:
    made = await Batch.get(id=one.about)
    if not made.ts:
        raise status_notes.NoMessage
    await in_turn("chat.update", TIER3, patience=UNHURRIED)
    await slack.chat_update(channel=made.channel, ts=made.ts, **await _drawn(made))
    await create.finish(made.id, now=clock.now())


async def _drawn(made: Batch) -> dict[str, Any]:
    now = clock.now()
    told = await operations.progress(made.id)
    if told is not None:
        view = present_batch.operation(made, told, now=now)
    else:
        asked, counts = await notes.asked_of_batch(made.id), await queries.batch_counts(made.id)
        troubles = await proxy_faults.of_batch(made.id) if counts.get(Status.NO_PROXY) else ()
        view = present_batch.batch(made, asked, counts, troubles, await holds.of_batch(made.id), now=now)
    return {"text": view.text, "blocks": batch_blocks(view)}


_WAYS: dict[str, Callable[[Letter, AsyncWebClient], Awaitable[None]]] = {
    "batch": _post_batch,
    "progress": _update_batch,
    "note": lambda one, slack: status_notes.post(one.about, slack, unsure=one.unsure),
    holds.TOLD: lambda one, slack: ask(one.about, slack),
    approvals.TOLD: lambda one, slack: approval_messages.ask(one.about, slack),
    incidents.TOLD: lambda one, slack: alerts.tell(one.about, slack, unsure=one.unsure),
    incidents.CALLED: lambda one, slack: alerts.call(one.about, slack),
    digests.TOLD: lambda one, slack: digest_messages.digest(one.about, slack),
    create.FINISHED: lambda one, slack: digest_messages.finished(one.about, slack),
    "board": lambda one, slack: paint(one.about, slack),
    "home": lambda one, slack: paint(one.about, slack),
}
"""What brings each kind of letter to Slack."""
