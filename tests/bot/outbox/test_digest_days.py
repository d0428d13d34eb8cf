"""A digest tells of the day before it was due, whenever Slack takes it, and of no day twice or never."""

import re
from datetime import datetime, timedelta

import pytest

from bot import clock
from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from models.alerts import digests
from models.messages import outbox
from models.messages.outbox import MessageKind, Taken
from tests.bot.outbox.kinds import BEN, OPS

_DUE = datetime.fromisoformat("2026-11-20T08:00:05+00:00")  # Friday, 9 o'clock in Berlin
_DAY = timedelta(days=1)


def _days_told(slack: LocalSlack) -> list[list[str]]:
    texts = [message["text"] for room in slack.books()["channels"] for message in room["messages"]]
    return [re.findall(r"^\*(\w+) \d+ Nov\*", text, re.MULTILINE) for text in texts]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> "list[datetime]":
    """The moment it is for the relay: its last element."""
    moments = [_DUE]
    monkeypatch.setattr(clock, "now", lambda: moments[-1])
    return moments


@pytest.fixture
async def _chosen(database: str) -> None:
    await digests.choose(OPS, "09:00", zone="Europe/Berlin", by=BEN, now=_DUE - _DAY)


@pytest.mark.usefixtures("_chosen")
@pytest.mark.parametrize(
    ("late", "told"),
    [
        (timedelta(hours=16), ["Thu"]),  # after midnight
        (1 * _DAY, ["Thu", "Fri"]),  # the next one was due meanwhile
        (3 * _DAY, ["Thu", "Fri", "Sat", "Sun"]),
    ],
)
async def test_one_that_waited_tells_of_each_day_once(
    relay: OutboxRelay, slack: LocalSlack, at: list[datetime], late: timedelta, told: list[str]
) -> None:
    for n in range(late.days + 1):
        await digests.due(now=_DUE + n * _DAY)
    at.append(_DUE + late)
    await relay.send_due(MessageKind.DIGEST)
    at.append(_DUE + (late.days + 1) * _DAY)
    await digests.due(now=at[-1])
    await relay.send_due(MessageKind.DIGEST)

    next_told = f"{_DUE + late.days * _DAY:%a}"
    assert _days_told(slack) == [told, [next_told]]


@pytest.mark.usefixtures("_chosen")
async def test_a_dead_letter_that_is_sent_again_after_the_next_one_tells_of_its_own_day(
    relay: OutboxRelay, slack: LocalSlack, at: list[datetime]
) -> None:
    await digests.due(now=_DUE)
    (row,) = await outbox.take([MessageKind.DIGEST], now=_DUE, most=1)
    await outbox.bury(Taken.of(row), error="is_archived")
    at.append(_DUE + _DAY)
    await digests.due(now=at[-1])
    await relay.send_due(MessageKind.DIGEST)
    await outbox.resend(now=at[-1])
    await relay.send_due(MessageKind.DIGEST)

    assert _days_told(slack) == [["Fri"], ["Thu"]]


@pytest.mark.usefixtures("_chosen")
@pytest.mark.parametrize(
    ("back", "told"),
    [
        (timedelta(hours=15), ["Thu"]),  # Friday's time passed, and midnight: at once
        (1 * _DAY, ["Thu", "Fri"]),
        (3 * _DAY, ["Thu", "Fri", "Sat", "Sun"]),
    ],
)
async def test_days_whose_time_passed_while_nobody_looked_are_told_by_the_next_who_looks(
    relay: OutboxRelay, slack: LocalSlack, at: list[datetime], back: timedelta, told: list[str]
) -> None:
    at.append(_DUE + back)
    for _ in "12":
        await digests.due(now=at[-1])
        await relay.send_due(MessageKind.DIGEST)
    at.append(_DUE + (back.days + 1) * _DAY)
    await digests.due(now=at[-1])
    await relay.send_due(MessageKind.DIGEST)

    assert _days_told(slack) == [told, [f"{_DUE + back.days * _DAY:%a}"]]


async def test_a_digest_that_was_just_chosen_owes_nothing_before_its_first_time(database: str) -> None:
    await digests.choose(OPS, "23:59", zone="Europe/Berlin", by=BEN, now=_DUE)

    assert await digests.due(now=_DUE) == 0
    assert (
        await digests.due(now=_DUE + timedelta(hours=16)) == 1
    )  # its first time passed two minutes before midnight
