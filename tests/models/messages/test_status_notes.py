"""What the relay reads: a note belongs to its task's first thread, and the list shows the newest link."""

from datetime import datetime

from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome
from models.domain.values.batches.task_lists import AskedTasks
from models.messages import status_notes
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.tasks import Attempt, Batch, Task
from models.tasks import bulk, claims
from tests.factories import claimed, ended, waiting_tasks


async def _attempt_ids(task_id: int) -> list[int]:
    return [attempt.id for attempt in await Attempt.filter(task_id=task_id).order_by("number")]


async def test_a_note_knows_its_task_account_and_thread(database: str, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await ended(task_id)
    (attempt_id,) = await _attempt_ids(task_id)

    note = await status_notes.note(attempt_id)

    assert note is not None
    assert (note.task_id, note.attempt_id, note.login, note.channel) == (
        task_id, attempt_id, "emea00", "C0OPS"
    )  # fmt: skip


async def test_a_note_of_nothing_is_none(sqlite: str) -> None:
    assert await status_notes.note(4711) is None
    assert await status_notes.batch_of(MessageKind.NOTE, 4711) is None
    assert await status_notes.batch_of(MessageKind.BATCH, 4711) is None
    assert await status_notes.asked_of_batch(4711) == AskedTasks()


async def test_a_retried_tasks_note_goes_to_its_first_thread(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    first = (await Task.get(id=task_id).select_related("batch")).batch
    await Batch.filter(id=first.id).update(ts="1732284202.000100")
    await ended(task_id)
    await bulk.repeat([task_id], by="U0BEN", batch_id=first.id + 1, now=now)
    await ended(task_id)

    note = await status_notes.note((await _attempt_ids(task_id))[1])

    assert note is not None
    assert (note.channel, note.ts) == (first.channel, "1732284202.000100")


async def test_the_list_links_to_the_newest_note_only(database: str, sealer: Sealer, now: datetime) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await ended(task_id)
    await bulk.repeat([task_id], by="U0ANA", batch_id=None, now=now)
    timed_out = AttemptOutcome(status=Status.TIMED_OUT, login_status=LoginStatus.UNKNOWN, result="")
    await claims.settle(await claimed(task_id), timed_out, now=now)
    old, new = await _attempt_ids(task_id)

    await status_notes.posted(new, link="https://slack.example/new", now=now)
    await status_notes.posted(old, link="https://slack.example/late", now=now)

    assert (await Task.get(id=task_id)).note_link == "https://slack.example/new"


async def test_the_file_is_remembered_before_it_is_shared_and_only_one(sqlite: str, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await ended(task_id)
    (attempt_id,) = await _attempt_ids(task_id)

    assert await status_notes.uploading(attempt_id, file_id="F1", instead_of="")
    assert not await status_notes.uploading(attempt_id, file_id="F2", instead_of="")

    note = await status_notes.note(attempt_id)
    assert note is not None
    assert (note.file_id, note.link) == ("F1", "")
