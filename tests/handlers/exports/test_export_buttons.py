"""An export is asked for by a button that may come from another version: then nothing is written."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.batches import batch_message, operations
from handlers.exports import export, present
from handlers.slack.ids import Do
from handlers.slack.request import Request
from handlers.slack.services import Work
from models.domain.errors import Outdated, Refused
from models.domain.lifecycle import Status
from models.domain.values.rows import ExportedItem
from models.secrets.sealing import Sealer
from models.tables.tasks import Batch
from tests.factories import waiting_tasks
from tests.handlers.recording_slack import RecordingSlack
from tests.handlers.strategies import NOW

_SINCE = datetime(NOW.year, 3, 1, 12, 0, tzinfo=UTC)


async def test_a_list_that_cannot_be_read_does_not_become_a_file_of_everything(
    sqlite: str, sealer: Sealer
) -> None:
    slack = RecordingSlack()
    await waiting_tasks(1, sealer)
    request = Request(key="k", user="U0ANA", channel="C0OPS", action=Do.EXPORT, value="1;20;;nonsense:1")

    with pytest.raises(Outdated):
        await export.of_list(request, slack.services())

    assert slack.said == []


@pytest.mark.parametrize(
    ("button", "do"),
    [
        (Do.EXPORT_BATCH, export.of_batch),
        (Do.REPEAT_DRY, operations.ask_repeat_dry),
        (Do.SHOW_BATCH, batch_message.show_tasks),
        (Do.CANCEL_REST, batch_message.ask_cancel_rest),
        (Do.REPEAT_FAILED, batch_message.ask_repeat_failed),
    ],
)
async def test_a_message_older_than_the_batch_of_its_number_is_another_batchs(
    sqlite: str, sealer: Sealer, button: Do, do: Work
) -> None:
    slack = RecordingSlack()
    await waiting_tasks(1, sealer)
    (batch,) = await Batch.all()
    older, since = "This message does not stand for that any more", int(batch.created_at.timestamp())
    request = Request(key="k", user="U0ANA", channel="C0OPS", action=button, value=str(batch.id))

    for ts, is_refused in ((f"{since - 1}.9", True), (f"{since + 1}.0", False)):
        del slack.said[:]
        with suppress(Refused):  # of the file itself: nobody was granted anything
            await do(replace(request, message_ts=ts), slack.services())
        assert any(older in said for said in slack.said) is is_refused


@pytest.mark.parametrize(
    ("kind", "outcome", "line"),
    [
        ("cancel", "done", "7,,,,,canceled,"),
        ("repeat", "done", "7,,,,,re-executed,"),
        ("repeat", "later", "7,,,,,later,It runs again after its present attempt."),
        ("cancel", "", "7,,,,,not yet,"),
    ],
)
def test_what_became_of_a_task_is_told_in_words(kind: str, outcome: str, line: str) -> None:
    item = ExportedItem(task_id=7, task=None, outcome=outcome)

    assert present.item_line(item, kind, zone=ZoneInfo("UTC"), now=NOW) == f"{line}\r\n"


def test_a_reason_is_the_receipts_own_in_the_readers_zone() -> None:
    item = ExportedItem(
        task_id=7, task=None, outcome="skipped", status=Status.EXECUTING, since=_SINCE
    )  # fmt: skip

    line = present.item_line(item, "cancel", zone=ZoneInfo("Asia/Kathmandu"), now=NOW)

    assert line.replace("\u00a0", " ") == (
        '7,,,,,skipped,"#7 is executing since 1 Mar, 17:45, so it was not canceled."\r\n'
    )


def test_what_was_taken_back_is_said_above_the_file() -> None:
    batch = Batch(id=12, kind="cancel", by="U0ANA", size=3, channel="C", state="undone", created_at=NOW)

    assert present.of_batch(batch, 3) == "*Export · Cancel execution, batch 12 · 3 tasks* · Undone"
