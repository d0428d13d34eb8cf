"""Status notes into their threads: one picture with its words, or, where a batch is busy, several in one message."""

from collections.abc import Sequence
from typing import Any

import structlog
from aiohttp import ClientResponseError
from slack_sdk.errors import SlackApiError

from bot import clock
from bot.outbox import roots
from bot.outbox.readers import Outside, sees
from bot.slack.client import Client
from bot.slack.pacing import MESSAGE, QUIET, Later, in_turn
from bot.slack.uploads import Thread, share, upload, where_shared, why_refused
from handlers.batches import present_batch
from handlers.slack import texts
from handlers.slack.fallback import rule_of
from models.domain.conversations import is_channel
from models.domain.values.rows import StatusNoteDetail
from models.messages import status_notes
from models.messages.outbox import MessageKind

_SHORT = 500  # characters of words that Slack finds too long
_log = structlog.get_logger()


async def post(attempt_id: int, outside: Outside, *, unsure: bool) -> None:
    """Post one note. ``unsure``: it may stand there already, which is looked for, or said."""
    note, slack = await status_notes.note(attempt_id), outside.slack
    if note is None or note.link or not await _is_shown(note, outside):
        return
    try:
        if note.file_id and (link := await where_shared(note.file_id, slack)):
            await outside.fence.record(lambda: status_notes.posted(attempt_id, link=link, now=clock.now()))
            return
    except SlackApiError as error:
        if rule_of(error).passes:
            raise
        unsure = True  # Slack does not say where the picture is
        _log.warning("a picture cannot be looked for", error=error.response.get("error"))
    await _post([note], outside, again=unsure)


async def post_together(attempt_ids: Sequence[int], outside: Outside) -> None:
    """Post the notes of one thread as one message: the pictures in the order of their words."""
    notes = [await status_notes.note(attempt_id) for attempt_id in attempt_ids]
    unposted = [note for note in notes if note and not note.link and await _is_shown(note, outside)]
    for note in unposted:
        if note.file_id:  # uploaded by an earlier try: it may stand there already
            await post(note.attempt_id, outside, unsure=True)
    if fresh := [note for note in unposted if not note.file_id]:
        await _post(fresh, outside, again=False)


async def _is_shown(note: StatusNoteDetail, outside: Outside) -> bool:
    """Whether a note is for a channel, or for somebody who may see it now."""
    if is_channel(note.channel):
        return True
    batch = await status_notes.batch_of(MessageKind.NOTE, note.attempt_id)
    return batch is not None and await sees(batch.by, outside.people)


async def _post(notes: Sequence[StatusNoteDetail], outside: Outside, *, again: bool) -> None:
    """One message under the batch's own. Where Slack refuses that for good, the batch moves, and the notes after it."""
    slack = outside.slack
    thread = Thread(channel=notes[0].channel, ts=notes[0].ts)
    if not thread.ts:
        await roots.await_root(notes[0].batch_id)
    try:
        root = await _link(
            thread.channel, thread.ts, slack
        )  # under a message that is gone they would stand alone
        await in_turn(f"message:{thread.channel}", MESSAGE)
        notes = [note for note in notes if await _is_shown(note, outside)]
        if not notes:
            return
        link = await _bring(notes, thread, slack, again=again)
    except SlackApiError as error:
        if await roots.moves(notes[0].batch_id, thread.ts, error, outside.fence):
            raise roots.NoMessage from error
        raise

    async def write() -> None:
        for note in notes:
            await status_notes.posted(note.attempt_id, link=link or root, now=clock.now())

    await outside.fence.record(write)


async def _bring(notes: Sequence[StatusNoteDetail], thread: Thread, slack: Client, *, again: bool) -> str:
    """With their pictures; where Slack refuses those for good, as words alone. Return the link; empty: not known."""
    words = "\n\n".join([*map(present_batch.note, notes), *([present_batch.AGAIN] if again else [])])
    pictures = [note for note in notes if note.picture is not None]
    if not pictures:
        return await _say(words, thread, slack)
    try:
        files = await _upload(pictures, slack)
        await share(files, words, thread, slack)
    except (SlackApiError, ClientResponseError) as error:
        if (why := why_refused(error)) is None:
            raise
        _log.warning("picture refused", why=why, error=_code(error), tasks=[note.task_id for note in notes])
        return await _say(f"{words}\n{present_batch.pictureless(why)}", thread, slack)
    try:
        return await where_shared(next(iter(files)), slack)
    except SlackApiError as error:
        if rule_of(error).passes:
            raise  # it is looked for again, and found
        return ""


def _code(error: SlackApiError | ClientResponseError) -> str:
    return str(error.response.get("error") if isinstance(error, SlackApiError) else error.status)


async def _upload(notes: Sequence[StatusNoteDetail], slack: Client) -> dict[str, str]:
    """Bring the pictures to Slack; id -> title. Each id is kept before anything is shared.

    After a lost answer the file is looked for instead of shared twice.
    """
    files: dict[str, str] = {}
    for note in notes:
        name = f"task-{note.task_id}-attempt-{note.number}.jpg"
        file_id = await upload(name, note.picture or b"", slack)
        if not await status_notes.uploading(note.attempt_id, file_id=file_id, instead_of=note.file_id):
            raise Later(1, "another relay shares it")
        files[file_id] = name
    return files


async def _say(words: str, thread: Thread, slack: Client) -> str:
    async def say(text: str) -> Any:
        return await slack.chat_postMessage(channel=thread.channel, thread_ts=thread.ts, text=text, **QUIET)

    try:
        posted = await say(words)
    except SlackApiError as error:
        if not rule_of(error).is_smaller:
            raise
        posted = await say(texts.clip(words, _SHORT))
    try:
        return await _link(thread.channel, str(posted["ts"]), slack)
    except SlackApiError:  # it stands there; only its link is not known
        return ""


async def _link(channel: str, ts: str, slack: Client) -> str:
    link = await slack.chat_getPermalink(channel=channel, message_ts=ts)
    return str(link["permalink"])
