"""A due time that makes nothing, from the outbox to what stands in Slack: nobody is left without a word."""

import pytest

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from models.access.grants import GrantRow
from models.accounts import holds
from models.domain.values.schedules import RunStatus, SavedSchedule
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.schedules.tables import Schedule, ScheduleRun
from models.tables.accounts import Account, Group
from models.tables.tasks import Batch, Task
from tests.bot.outbox.conftest import relay
from tests.bot.outbox.kinds import now, send, shown
from tests.models.schedules.conftest import daily

__all__ = ["daily", "relay"]
BEN, DREW = "U0BEN", "U0DREW"  # an operator; deactivated
_WORDS = {
    "gone": "the group *emea* no longer exists. The schedule is paused.",
    "no right": f"<@{BEN}> was deactivated, or may no longer create these tasks. The schedule is paused.",
    "deactivated": f"<@{DREW}> was deactivated, or may no longer create these tasks. The schedule is paused.",
    "held": "all its accounts (3 accounts) are on hold.",
}


async def _bring_about(what: str) -> None:
    await Schedule.all().update(owner=DREW if what == "deactivated" else BEN, next_at=now())
    if what == "gone":
        await Group.filter(name="emea").update(name="other")
    elif what == "no right":
        await GrantRow.all().delete()
    elif what == "held":
        await holds.hold(await Account.all().values_list("id", flat=True), why="", by=BEN, now=now())  # type: ignore[arg-type]


@pytest.mark.parametrize("what", list(_WORDS))
async def test_the_owner_and_the_admins_read_why_and_nothing_is_half_made(
    relay: OutboxRelay, slack: LocalSlack, daily: SavedSchedule, what: str
) -> None:
    await _bring_about(what)

    await outbox.enqueue(MessageKind.SCHEDULE, daily.id, now=now())
    await send(relay, MessageKind.SCHEDULE)
    await send(relay, MessageKind.NOT_RUN)

    assert _WORDS[what] in shown(slack)
    told = {room["id"] for room in slack.books()["channels"] if room["messages"]}
    assert told == ({"D0CHEN"} if what == "deactivated" else {"D0CHEN", "D0BEN"})
    assert await ScheduleRun.filter(status=RunStatus.FIRED).count() == 0
    assert (await Schedule.get()).paused_at is not None or what == "held"
    assert await Batch.all().count() == await Task.all().count() == 0
