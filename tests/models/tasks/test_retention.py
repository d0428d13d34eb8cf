"""What is too old is dropped bit by bit; what may still be needed is not."""

from datetime import datetime, timedelta

from models.batches import approvals, create, plans
from models.batches.approvals import Approval
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Evidence
from models.messages import inbox, outbox, status_notes
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.messages import InboundDelivery, Outbox
from models.tables.tasks import BatchItem, StatusNote, Task
from models.tasks import retention
from models.tasks.claims import begin, settle
from tests.factories import claimed, waiting_tasks

_KEEP = timedelta(days=30)
_SEEN = Evidence(data=b"\xff\xd8", mime="image/jpeg", width=2, height=1, sha256="ab")


async def noted(task_id: int, *, link: str, now: datetime) -> None:
    """The task has ended with a picture, which stands in Slack at this link or not at all."""
    held = await claimed(task_id)
    await begin(held, now=now)
    ending = AttemptOutcome(
        status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="so", evidence=_SEEN
    )
    await settle(held, ending, now=now)
    await StatusNote.filter(task_id=task_id).update(link=link)


async def test_a_picture_goes_when_it_is_old_and_stands_in_slack(
    database: str, sealer: Sealer, now: datetime
) -> None:
    shown, unsent = await waiting_tasks(2, sealer)
    await noted(shown, link="https://slack.example/p1", now=now)
    await noted(unsent, link="", now=now)

    assert await retention.forget(now=now + _KEEP - timedelta(seconds=1), keep=_KEEP) == 0
    await retention.forget(now=now + _KEEP + timedelta(seconds=1), keep=_KEEP)

    assert {note.task_id: bool(note.picture) for note in await StatusNote.with_evidence.all()} == {
        shown: False,
        unsent: True,
    }
    assert (await StatusNote.get(task_id=shown)).sha256 == "ab"


async def test_deliveries_and_sent_messages_go_after_days_and_unsent_messages_stay(
    database: str, sealer: Sealer, now: datetime
) -> None:
    await inbox.first_time("trigger:1", now=now)
    await waiting_tasks(1, sealer)
    for row in await outbox.take(["batch"], now=now + timedelta(minutes=1), most=9):
        await outbox.sent(outbox.Taken.of(row))
    await outbox.enqueue(MessageKind.HOLD, 7, now=now)

    await retention.forget(now=now + timedelta(days=8), keep=_KEEP)

    assert await InboundDelivery.all().count() == 0
    assert {row.kind for row in await Outbox.all()} == {MessageKind.HOLD}
    assert await Task.all().count() == 1


async def test_an_operation_nobody_confirmed_is_dropped_and_a_confirmed_one_stays(
    database: str, sealer: Sealer, now: datetime
) -> None:
    ids = await waiting_tasks(3, sealer)
    asked = await plans.plan_ids("cancel", ids, by="U0ANA", channel="C0OPS", now=now)
    kept = await plans.plan_ids("cancel", ids, by="U0ANA", channel="C0OPS", now=now)
    await create.Batch.filter(id=kept.id).update(state="done")

    await retention.forget(now=now + timedelta(days=2), keep=_KEEP)

    assert {item.batch_id for item in await BatchItem.all()} == {kept.id}
    assert asked.size == 3


async def test_an_operation_that_waits_for_a_second_person_keeps_its_tasks(
    database: str, sealer: Sealer, now: datetime
) -> None:
    ids = await waiting_tasks(3, sealer)
    asked = await plans.plan_ids("repeat", ids, by="U0ANA", channel="C0OPS", now=now)
    await approvals.ask_for_operation(asked.id, size=3, by="U0ANA", channel="C0OPS", now=now)

    await retention.forget(now=now + timedelta(days=2), keep=_KEEP)
    assert await BatchItem.filter(batch_id=asked.id).count() == 3

    await approvals.reject((await Approval.get()).id, by="U0BEN", now=now)
    await retention.forget(now=now + timedelta(days=2), keep=_KEEP)
    assert await BatchItem.filter(batch_id=asked.id).count() == 0


async def test_a_trace_goes_after_the_same_days_wherever_its_note_is(
    database: str, sealer: Sealer, now: datetime
) -> None:
    task_id = (await waiting_tasks(1, sealer))[0]
    held = await claimed(task_id)
    await begin(held, now=now)
    sealed = status_notes.seal_trace(task_id, 1, b"PK", sealer=sealer)
    failed = AttemptOutcome(
        status=Status.UNKNOWN_ERROR, login_status=LoginStatus.UNKNOWN, result="so", trace=sealed
    )
    await settle(held, failed, now=now)

    assert await status_notes.trace_of(task_id, None, sealer=sealer) == b"PK"
    assert await status_notes.trace_of(task_id, 2, sealer=sealer) is None
    await retention.forget(now=now + _KEEP + timedelta(seconds=1), keep=_KEEP)
    assert await status_notes.trace_of(task_id, 1, sealer=sealer) is None
