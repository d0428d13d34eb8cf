"""Status notes and batch messages as the relay needs them."""

from datetime import datetime

from models.domain.triage.outcome import Outcome
from models.domain.values.batches.task_lists import AskedTasks
from models.domain.values.rows import StatusNoteDetail
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer, trace_place
from models.sql import rows, transaction
from models.tables.tasks import Attempt, Batch, StatusNote, Task
from models.tables.values import value_of

_ASKED = "SELECT id FROM hold WHERE released_at IS NULL AND by = '' AND (task_id = :task OR check_id = :task)"
"""The open holds whose message shows what a task met."""


async def note(attempt_id: int) -> StatusNoteDetail | None:
    """The status note of an attempt; None when it is gone."""
    kept = await StatusNote.with_evidence.get_or_none(attempt_id=attempt_id)
    attempt = await Attempt.get_or_none(id=attempt_id).prefetch_related("task__account", "task__batch")
    if kept is None or attempt is None:
        return None
    task, account, batch = attempt.task, attempt.task.account, attempt.task.batch
    return value_of(
        StatusNoteDetail,
        attempt,
        attempt_id=attempt.id,
        task_id=task.id,
        type=task.type,
        batch_id=batch.id,
        login=account.login,
        user_id=account.user_id,
        channel=batch.channel,
        ts=batch.ts,
        picture=kept.picture,
        file_id=kept.file_id,
        link=kept.link,
        outcome=Outcome.of(attempt.outcome),
    )


async def batch_of(kind: MessageKind, about: int) -> Batch | None:
    """The batch whose message or thread this belongs to."""
    if kind is not MessageKind.NOTE:
        return await Batch.get_or_none(id=about)
    attempt = await Attempt.get_or_none(id=about).select_related("task__batch")
    return attempt.task.batch if attempt else None


async def asked_of_batch(batch_id: int) -> AskedTasks:
    """What a batch's tasks are, all together."""
    counted = await rows(
        "SELECT type, COUNT(*) AS n, MIN(CAST(params AS TEXT)) <> MAX(CAST(params AS TEXT)) AS differ FROM task "
        "WHERE batch_id = :id GROUP BY type ORDER BY COUNT(*) DESC, type",
        id=batch_id,
    )
    types = {row["type"]: int(row["n"]) for row in counted}
    differ = any(row["differ"] for row in counted)
    first = (
        await Task.filter(batch_id=batch_id).order_by("id").first()
        if len(types) == 1 and not differ
        else None
    )
    return AskedTasks(types=types, params=first.params if first else {}, differ=differ)


async def uploading(attempt_id: int, *, file_id: str, instead_of: str) -> bool:
    """Remember the file before it is shared. False: another relay has uploaded one meanwhile, which is the one."""
    changed = await StatusNote.filter(attempt_id=attempt_id, file_id=instead_of, link="").update(
        file_id=file_id
    )
    return bool(changed)


async def posted(attempt_id: int, *, link: str, now: datetime) -> None:
    """The note stands in its thread: keep the link; the list shows the newest one, and a hold's message its picture."""

    async def body() -> None:
        await StatusNote.filter(attempt_id=attempt_id).update(link=link)
        attempt = await Attempt.get(id=attempt_id)
        task_id = attempt.task_id  # pyright: ignore[reportAttributeAccessIssue]
        await Task.filter(id=task_id, attempt=attempt.number).update(note_link=link)
        for hold in await rows(_ASKED, task=task_id):
            await outbox.enqueue(MessageKind.HOLD, hold["id"], now=now)

    await transaction(body)


def seal_trace(task_id: int, attempt: int, trace: bytes, *, sealer: Sealer) -> bytes:
    """The record of an attempt's steps, as it is kept: it holds what the account's pages say."""
    return sealer.seal(trace, place=trace_place(task_id, attempt))


async def trace_of(task_id: int, attempt: int | None, *, sealer: Sealer) -> bytes | None:
    """The trace of an attempt (None: the newest that has one), opened; None when none is kept."""
    which = Attempt.filter(task_id=task_id, **({} if attempt is None else {"number": attempt}))
    numbers = dict(await which.order_by("number").values_list("id", "number"))
    noted = StatusNote.with_evidence.filter(attempt_id__in=list(numbers), trace__isnull=False)
    kept = await noted.order_by("-id").first()
    if kept is None or kept.trace is None:
        return None
    return sealer.open_bytes(kept.trace, place=trace_place(task_id, numbers[kept.attempt_id]))
