"""An account on hold, as people meet it in Slack: asked once, seen in list and card, released with one click."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from models.accounts import holds
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account
from models.tables.tasks import Task
from models.tasks import claims
from tests.factories import claimed, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
async def waits(sealer: Sealer) -> int:
    """A task that waits for an account whose other task has met a checkpoint."""
    first = (await waiting_tasks(1, sealer))[0]
    second = (await waiting_tasks(1, sealer))[0]
    held, now = await claimed(first), datetime.now(UTC)
    assert await claims.begin(held, now=now)
    ending = AttemptOutcome(
        status=Status.ENDED,
        login_status=LoginStatus.CHECKPOINT,
        result="Not done: checkpoint: a person must confirm the identity",
        cause="checkpoint",
    )
    assert await claims.settle(held, ending, now=now)
    return second


async def _is_free(task_id: int) -> bool:
    return not await holds.of([(await Task.get(id=task_id)).account_id])  # type: ignore[attr-defined]


async def test_the_responsible_person_is_asked_and_releases_with_one_click(ana: Person, waits: int) -> None:
    asked = await ana.wait_for_message("is on hold", channel="D0ANA")
    assert "Checkpoint: a person must confirm the identity. 1 task waits for it." in ana.reads(asked)

    await ana.click(asked, "Release")

    answer = await ana.wait_for_message("was released by <@U0ANA>", channel="D0ANA")
    assert answer["ts"] == asked["ts"]
    assert await _is_free(waits)


async def test_an_old_message_releases_no_account_that_is_held_anew(ana: Person, waits: int) -> None:
    """As after a restore: the hold, or the account itself, has the number of another one."""
    asked = await ana.wait_for_message("is on hold", channel="D0ANA")
    account: int = (await Task.get(id=waits)).account_id  # type: ignore[attr-defined]
    await holds.Hold.all().delete()
    await transaction(lambda: holds.begin(account, why="anew", task_id=waits, now=datetime.now(UTC)))
    await ana.wait_for_message("is on hold", channel="D0ANA", after=asked["ts"])

    await ana.click(asked, "Release")

    await ana.wait_for_message("This message does not stand for that any more", channel="D0ANA")
    assert not await _is_free(waits)


async def test_an_owner_who_is_nobody_does_not_silence_the_question(ana: Person, sealer: Sealer) -> None:
    task_id = (await waiting_tasks(1, sealer))[0]
    await Account.all().update(owner="U0GONE")
    held, now = await claimed(task_id), datetime.now(UTC)
    await claims.begin(held, now=now)
    ending = AttemptOutcome(
        status=Status.ENDED, login_status=LoginStatus.DISABLED, result="disabled", cause="disabled"
    )
    await claims.settle(held, ending, now=now)

    await ana.wait_for_message("is on hold", channel="D0ANA")


async def test_the_list_says_why_it_waits(ana: Person, waits: int) -> None:
    await ana.say("/tasks waiting")

    words = ana.reads(await ana.wait_for_message("Total 1"))

    assert "Account on hold: checkpoint: a person must confirm the identity" in words


async def test_the_card_says_why_it_waits_and_releases(ana: Person, waits: int) -> None:
    await ana.say(f"/tasks {waits}")
    card = await ana.wait_for_view(f"Task #{waits}")
    assert "Waits until its account is released." in ana.reads(card)

    await ana.click(card, "Release")

    card = await ana.wait_for_view(
        lambda view: "Released. 1 task that waited can run now." in ana.reads(view)
    )
    assert "Waits for a free worker." in ana.reads(card)
    assert await _is_free(waits)


async def test_a_second_release_is_told_that_it_came_second(ana: Person, waits: int, now: datetime) -> None:
    asked = await ana.wait_for_message("is on hold", channel="D0ANA")
    account: int = (await Task.get(id=waits)).account_id  # type: ignore[attr-defined]
    await holds.release([account], by="U0BEN", now=now)

    await ana.click(asked, "Release")

    await ana.wait_for_message("It was not on hold any more.", channel="D0ANA")
