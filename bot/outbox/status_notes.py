"""Status notes into their threads: one picture with its words, or, where a batch is busy, several in one message."""

from collections.abc import Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.outbox.readers import Outside, sees
from bot.slack.pacing import MESSAGE, QUIET, Later, in_turn
from bot.slack.uploads import Thread, share, upload, where_shared
from handlers.batches import present_batch
from handlers.slack.ids import is_channel
from models.domain.values.rows import StatusNoteDetail
from models.messages import status_notes
from models.messages.outbox import MessageKind


class NoMessage(Later):
    """The batch has no message yet. A class, not one exception for all: each raise adds its frames to the instance,
    and those hold the pictures.
    """

    def __init__(self) -> None:
        super().__init__(1, "its batch has no message yet")


async def post(attempt_id: int, outside: Outside, *, unsure: bool) -> None:
    """Post one note. ``unsure``: it may stand there already, which is looked for, or said."""
    note, slack = await status_notes.note(attempt_id), outside.slack
    if note is None or note.link or not await _is_shown(note, outside):
        return
    if note.file_id and (link := await where_shared(note.file_id, slack)):
        await status_notes.posted(attempt_id, link=link)
        return
    words = present_batch.note(note)
    if unsure and note.picture is None:  # a picture was looked for instead
        words = f"{words}\n{present_batch.AGAIN}"
    await _post([note], words, slack)


async def post_together(attempt_ids: Sequence[int], outside: Outside) -> None:
    """Post the notes of one thread as one message: the pictures in the order of their words."""
    notes = [await status_notes.note(attempt_id) for attempt_id in attempt_ids]
    unposted = [note for note in notes if note and not note.link and await _is_shown(note, outside)]
    for note in unposted:
        if note.file_id:  # uploaded by an earlier try: it may stand there already
            await post(note.attempt_id, outside, unsure=True)
    if fresh := [note for note in unposted if not note.file_id]:
        await _post(fresh, "\n\n".join(map(present_batch.note, fresh)), outside.slack)


async def _is_shown(note: StatusNoteDetail, outside: Outside) -> bool:
    """Whether a note is for a channel, or for somebody who may see it now."""
    if is_channel(note.channel):
        return True
    batch = await status_notes.batch_of(MessageKind.NOTE, note.attempt_id)
    return batch is not None and await sees(batch.by, outside.people)


async def _post(notes: Sequence[StatusNoteDetail], words: str, slack: AsyncWebClient) -> None:
    thread = Thread(channel=notes[0].channel, ts=notes[0].ts)
    if not thread.ts:
        raise NoMessage
    await in_turn(f"message:{thread.channel}", MESSAGE)
    if files := await _upload([note for note in notes if note.picture is not None], slack):
        await share(files, words, thread, slack)
        link = await where_shared(next(iter(files)), slack)
    else:
        link = await _say(words, thread, slack)
    for note in notes:
        await status_notes.posted(note.attempt_id, link=link)


async def _upload(notes: Sequence[StatusNoteDetail], slack: AsyncWebClient) -> dict[str, str]:
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


async def _say(words: str, thread: Thread, slack: AsyncWebClient) -> str:
    posted = await slack.chat_postMessage(channel=thread.channel, thread_ts=thread.ts, text=words, **QUIET)
    link = await slack.chat_getPermalink(channel=thread.channel, message_ts=str(posted["ts"]))
    return str(link["permalink"])
