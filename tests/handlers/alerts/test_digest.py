"""The daily line of a channel, and the message to whoever began a batch that is done."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.slack import Person
from models.access import audit
from models.alerts import digests
from models.alerts.digests import Digest
from models.domain.lifecycle import Status
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Task
from tests.factories import ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")

DUE = 9  # o'clock


async def _next(hour: int) -> datetime:
    """Half past that hour of the next day on which the summary is due."""
    zone = ZoneInfo((await Digest.all().get()).zone)
    now = datetime.now(UTC).astimezone(zone)
    day = now + timedelta(days=0 if now.hour < DUE else 1)
    return day.replace(hour=hour, minute=30).astimezone(UTC)


async def test_a_channel_is_told_once_a_day_how_the_day_before_went(ana: Person, sealer: Sealer) -> None:
    await ana.say("/tasks digest 9:00")
    await ana.wait_for_message("This channel gets a summary of the day before every day at 09:00")
    tasks = await waiting_tasks(3, sealer)
    await ended(tasks[0])
    await Task.all().update(created_at=datetime.now(UTC) - timedelta(days=1))

    assert await digests.due(now=await _next(8)) == 0
    assert await digests.due(now=await _next(9)) == 1
    assert await digests.due(now=await _next(10)) == 0
    await Digest.all().update(told_on="", at="00:00")
    await Outbox.filter(kind=MessageKind.DIGEST).delete()
    await digests.due(now=datetime.now(UTC))

    told = await ana.wait_for_message(
        "3 tasks, ⏳ Waiting to execution 2 · 🏁 Execution ends 1. 2 tasks wait now."
    )
    lines, head = await audit.head()
    assert f"Audit: {lines} lines, head `{head[:24]}`." in told["text"].replace("1 line,", "1 lines,")


@pytest.mark.parametrize("words", ["25:00", "soon", "off now", "-1:00"])
async def test_a_time_that_is_none_gets_a_sentence_that_helps(ana: Person, words: str) -> None:
    await ana.say(f"/tasks digest {words}")

    await ana.wait_for_message("Write the time of day, such as `/tasks digest 09:00`")
    assert await Digest.all().count() == 0


async def test_a_digest_is_ended(ana: Person) -> None:
    await ana.say("/tasks digest 09:00")
    await ana.wait_for_message("at 09:00")

    await ana.say("/tasks digest off")

    await ana.wait_for_message("This channel has no digest.")
    assert await Digest.all().count() == 0


async def test_who_began_a_batch_is_told_once_when_all_of_it_is_over(ana: Person, sealer: Sealer) -> None:
    tasks = await waiting_tasks(2, sealer)
    await ana.wait_for_message("Check · 2 tasks")
    await ended(tasks[0])
    await ended(tasks[1], status=Status.UNKNOWN_ERROR, result="?")

    def notices() -> list[str]:
        return [ana.reads(message) for message in ana.messages("D0ANA") if "Your batch" in ana.reads(message)]

    await ana.see(lambda: notices() or None)
    assert ["Check · 2 tasks* in <#C0OPS> is done" in notice for notice in notices()] == [True]
    assert "🏁 Execution ends 1 · ❌ Unknown error 1." in notices()[0]


async def test_the_home_tab_shows_what_is_ones_own(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)
    await ana.say("/accounts hold emea00 its owner is away")
    await ana.wait_for_message("On hold: 1 account")

    await ana.visit_home()

    home = ana.reads(await ana.wait_for_home("Your batches in progress"))
    assert "Check · emea00, emea01 · 2 of 2 left · created" in home
    assert "Today: 2 created · 0 done · 2 waiting" in home
