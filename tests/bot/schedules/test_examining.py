"""What ``/tasks doctor`` says of plans, each with its remedy."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import doctor
from bot.sandbox.slack import LocalSlack
from bot.schedules import examining
from bot.settings import Settings
from models.domain.values.pauses import PauseRequest, PauseScope
from models.domain.values.schedules import SavedSchedule
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.pauses import changes
from models.schedules import records
from models.schedules.tables import Schedule
from models.sql import transaction
from models.tables.accounts import Account, Group
from tests.bot.test_doctor import settings
from tests.models.schedules.conftest import daily, saved

__all__ = ["daily"]
pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)


@pytest.fixture
def config(database_url: str, slack: LocalSlack) -> Settings:
    return settings(database_url, slack).model_copy(update={"admins": ("U0ANA", "U0DREW")})


async def said(config: Settings) -> list[str]:
    return [line.says for line in await examining.schedules(config, NOW)]


async def test_of_a_schedule_that_runs_it_says_nothing(config: Settings, daily: SavedSchedule) -> None:
    assert await said(config) == []


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("empty", "it has no accounts now"),
        ("gone", "its group no longer exists"),
        ("deactivated", "its owner was deactivated"),
        ("no right", "may no longer create"),
    ],
)
async def test_a_schedule_that_would_make_nothing_is_named_before_it_comes_due(
    config: Settings, daily: SavedSchedule, what: str, words: str
) -> None:
    if what == "empty":
        await Account.all().delete()
    elif what == "gone":
        await Group.filter(name="emea").update(name="other")
    else:
        await Schedule.all().update(owner="U0DREW" if what == "deactivated" else "U0BEN")

    (line,) = await examining.schedules(config, NOW)

    assert line.name == f"Schedule {daily.id}"
    assert words in line.says
    assert "`/tasks schedules` lists it" in line.remedy


async def test_one_that_bellhop_paused_is_named_and_one_that_somebody_did_after_a_week(
    config: Settings, daily: SavedSchedule
) -> None:
    other = await saved()
    long_ago = NOW - timedelta(days=8)
    await transaction(lambda: records.pause(daily.id, why="gone", by="", now=NOW - timedelta(hours=1)))
    await transaction(lambda: records.pause(other.id, why="proxies", by="U0BEN", now=NOW))
    assert await said(config) == ["was paused by Bellhop 1 h ago: its group no longer exists"]

    await Schedule.filter(id=other.id).update(paused_at=long_ago)

    assert "has been paused for 8 d" in (await said(config))[1]


async def test_a_pause_without_an_end_or_of_a_week_is_named_and_a_short_one_is_not(config: Settings) -> None:
    for kind, days in (("check", None), ("create_page", 7), ("create_bm", 1)):
        until = NOW + timedelta(days=days) if days else None
        wanted = PauseRequest(scope=PauseScope(type=kind), why="", by="U0BEN", until=until)
        await transaction(lambda wanted=wanted: changes.begin(wanted, now=NOW))

    says = [line.says for line in await examining.pauses(config, NOW + timedelta(hours=2))]

    assert says == ["type:check, paused 2 h ago without an end", "type:create_page, paused 2 h ago for 7 d"]


async def test_a_second_step_that_is_late_is_named_and_doctor_asks_all_of_it(
    config: Settings, daily: SavedSchedule
) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    await outbox.enqueue(MessageKind.FOLLOW, 1, now=long_ago)
    await Account.all().delete()
    await transaction(
        lambda: changes.begin(PauseRequest(scope=PauseScope(), why="", by="U0BEN"), now=long_ago)
    )

    names = {line.name for line in await doctor.examine(config) if line.remedy}

    assert {"Second steps", "Pause", f"Schedule {daily.id}"} <= names
