"""What each kind of outbox row says, drawn when it is sent, and how it gets into Slack."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.asking import ask
from bot.painter import paint
from bot.slack import MESSAGE, TIER3, UNHURRIED, Later, in_turn
from bot.uploads import Upload, share, where_shared
from handlers import present_batch
from handlers.blocks.batch import batch as batch_blocks
from models import boards, holds, notes, operations, outbox, proxy_troubles, queries
from models.lifecycle import Status
from models.tables import Batch

_PAINTED = {"board", "home"}
_NO_MESSAGE = Later(1, "its batch has no message yet")
_NOT_THERE = {"not_in_channel", "channel_not_found", "is_archived"}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One outbox row and where it goes."""

    row_id: int
    kind: str
    about: int
    tries: int
    channel: str
    unsure: bool  # an earlier try may have reached Slack


async def letter(row: dict[str, Any]) -> Letter | None:
    """Address a row; None when what it speaks of is gone."""
    kind, about = row["kind"], row["about"]
    if kind == holds.TOLD:
        channel = f"hold {about}"  # each for itself: they go to different people
    else:
        found = await (boards.get(about) if kind in _PAINTED else notes.batch_of(kind, about))
        if found is None:
            return None
        channel = found.channel
    return Letter(
        row_id=row["id"],
        kind=kind,
        about=about,
        tries=row["tries"],
        channel=channel,
        unsure=row["error"].startswith(outbox.NO_ANSWER),
    )


async def deliver(one: Letter, slack: AsyncWebClient) -> None:
    """Bring it to Slack. Raises what Slack or the network raised."""
    match one.kind:
        case "batch":
            await _post_batch(one, slack)
        case "progress":
            await _update_batch(one, slack)
        case "note":
            await _post_note(one, slack)
        case holds.TOLD:
            await ask(one.about, slack)
        case "board" | "home":
            await paint(one.about, slack)
        case _:
            raise ValueError(f"unknown kind of letter: {one.kind}")


async def _post_batch(one: Letter, slack: AsyncWebClient) -> None:
    made = await Batch.get(id=one.about)
    if made.ts:
        return
    drawn = await _drawn(made)
    await in_turn(f"message:{made.channel}", MESSAGE)
    try:
        posted = await slack.chat_postMessage(channel=made.channel, **drawn, **_QUIET)
    except SlackApiError as error:
        if error.response.get("error") not in _NOT_THERE or made.channel == made.by:
            raise
        # The bot is not in that channel: the asker gets it as a direct message, and the notes with it.
        posted = await slack.chat_postMessage(channel=made.by, **drawn, **_QUIET)
    await Batch.filter(id=made.id).update(ts=posted["ts"], channel=posted["channel"])
    if one.unsure:
        await slack.chat_postMessage(
            channel=str(posted["channel"]), thread_ts=str(posted["ts"]), text=present_batch.AGAIN, **_QUIET
        )


async def _update_batch(one: Letter, slack: AsyncWebClient) -> None:
    made = await Batch.get(id=one.about)
    if not made.ts:
        raise _NO_MESSAGE
    await in_turn("chat.update", TIER3, patience=UNHURRIED)
    await slack.chat_update(channel=made.channel, ts=made.ts, **await _drawn(made))


async def _drawn(made: Batch) -> dict[str, Any]:
    now = datetime.now(UTC)
    told = await operations.progress(made.id)
    if told is not None:
        view = present_batch.operation(made, told, now=now)
    else:
        asked, counts = await notes.asked_of_batch(made.id), await queries.batch_counts(made.id)
        troubles = await proxy_troubles.of_batch(made.id) if counts.get(Status.NO_PROXY) else ()
        view = present_batch.batch(made, asked, counts, troubles, now=now)
    return {"text": view.text, "blocks": batch_blocks(view)}


async def _post_note(one: Letter, slack: AsyncWebClient) -> None:
    note = await notes.note(one.about)
    if note is None or note.link:
        return
    if not note.batch.ts:
        raise _NO_MESSAGE
    text = present_batch.note(note.task, note.attempt, note.account)
    if one.unsure and note.picture is None:  # a picture is looked for instead
        text = f"{text}\n{present_batch.AGAIN}"
    await in_turn(f"message:{note.batch.channel}", MESSAGE)
    if note.picture is None:
        posted = await slack.chat_postMessage(
            channel=note.batch.channel, thread_ts=note.batch.ts, text=text, **_QUIET
        )
        link = await slack.chat_getPermalink(channel=note.batch.channel, message_ts=str(posted["ts"]))
        await notes.posted(one.about, link=str(link["permalink"]))
        return
    await _post_picture(note, note.picture, text, slack)


async def _post_picture(note: notes.Note, picture: bytes, text: str, slack: AsyncWebClient) -> None:
    upload = Upload(
        name=f"task-{note.task.id}-attempt-{note.attempt.number}.jpg",
        data=picture,
        channel=note.batch.channel,
        thread_ts=note.batch.ts,
        comment=text,
    )
    file_id = note.file_id
    if not file_id or not await where_shared(file_id, slack):
        # Kept before it is shared: after a lost answer the file is looked up instead of shared twice.
        file_id = await share(
            upload,
            slack,
            remember=lambda new: notes.uploading(note.attempt.id, file_id=new, instead_of=file_id),
        )
    await notes.posted(note.attempt.id, link=await where_shared(file_id, slack))


_QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
