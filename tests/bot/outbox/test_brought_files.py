"""Whoever gave a file with passwords in Slack is reminded of it while it is there, and a few times at most."""

import json
from datetime import timedelta

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from bot.sandbox.slack.uploads import Upload
from models.messages import brought_files, outbox
from models.messages.brought_files import PAUSES, BroughtFile
from models.messages.outbox import MessageKind
from models.tables.messages import Outbox
from tests.bot.outbox.kinds import BEN, now, send


async def _brought(slack: LocalSlack) -> Upload:
    file = slack.platform.uploads.receive(BEN, "accounts.csv", b"login,group,password")
    await brought_files.brought(file.id, by=BEN, now=now())
    return file


def _reminders(slack: LocalSlack) -> list[str]:
    rooms = slack.books()["channels"]
    texts = [json.dumps(message) for room in rooms for message in room["messages"]]
    return [text for text in texts if "still in Slack" in text]


async def test_whoever_brought_a_file_is_reminded_until_it_is_gone(
    relay: OutboxRelay, slack: LocalSlack
) -> None:
    file = await _brought(slack)

    await send(relay, MessageKind.FILE_LEFT)
    (reminder,) = _reminders(slack)
    assert f"/files/{file.id}/accounts.csv" in reminder
    slack.platform.uploads.delete(file)
    await send(relay, MessageKind.FILE_LEFT)

    assert len(_reminders(slack)) == 1
    assert not await BroughtFile.all().exists()
    assert not await Outbox.filter(state="pending").exists()


async def test_after_the_last_reminder_there_is_none(relay: OutboxRelay, slack: LocalSlack) -> None:
    await _brought(slack)

    for _ in range(len(PAUSES) + 2):
        await send(relay, MessageKind.FILE_LEFT)

    assert len(_reminders(slack)) == len(PAUSES)
    assert ["This is the last reminder." in text for text in _reminders(slack)].count(True) == 1


async def test_a_reminder_that_is_due_in_days_is_not_taken_for_one_of_a_wrong_clock(
    database: str, slack: LocalSlack
) -> None:
    await _brought(slack)
    (row,) = await BroughtFile.all()
    await Outbox.all().delete()
    await brought_files.reminded(row.id, now=now())

    assert await outbox.bring_forward(now=now()) == 0
    assert (await Outbox.get()).due_at > now() + PAUSES[1] - timedelta(minutes=1)
