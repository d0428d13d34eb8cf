"""Who may end a hold: who is responsible for the account and may see it, and who may release it."""

from typing import Any

import pytest

from handlers.slack.ids import Do
from models.access.grants import Audit
from models.accounts import holds
from models.accounts.holds import Hold
from models.batches import hand_overs
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account
from models.tables.tasks import Task
from tests.factories import waiting_tasks
from tests.handlers.access.conftest import given, harness, quiet
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

__all__ = ["harness", "quiet"]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CLICKS = (Do.CHECK_NOW, Do.NEW_PASSWORD, Do.NEW_SESSION, Do.PASS_ON, Do.KEEP_ON_HOLD)


async def _hold(sealer: Sealer, *, owner: str = "") -> int:
    (task,) = await waiting_tasks(1, sealer)
    account = await Account.get()
    await Account.all().update(owner=owner)
    held = await transaction(lambda: holds.begin(account.id, why="so", task_id=task, now=NOW))
    assert held is not None
    return held


async def _refused(harness: BoltHarness, hold: int) -> list[bool]:
    """Of each click whether it was refused."""
    answers: list[bool] = []
    for action in CLICKS:
        before = await Audit.filter(allowed=False).count()
        await Hold.filter(id=hold).update(check_id=None, kept_by="")
        await harness.click(action, user="U0WHO", value=str(hold))
        answers.append(await Audit.filter(allowed=False).count() > before)
    return answers


EACH = pytest.mark.parametrize(
    ("who", "owner", "may"),
    [
        ("nobody", "U0WHO", False),
        ("viewer", "", False),
        ("viewer", "U0WHO", True),
        ("operator elsewhere", "", False),
        ("operator elsewhere", "U0WHO", True),
        ("operator", "", True),
        ("admin", "", True),
    ],
)


@EACH
async def test_the_responsible_and_the_operators_of_the_group_may(
    harness: BoltHarness,
    sealer: Sealer,
    who: str,
    owner: str,
    may: bool,  # noqa: FBT001 - a table's column
) -> None:
    await given(who)
    hold = await _hold(sealer, owner=owner)

    refused = await _refused(harness, hold)

    assert (refused == [False] * len(CLICKS)) if may else any(refused[:1])
    assert (await Hold.get()).kept_by == ("U0WHO" if may else "")


async def test_a_hold_by_hand_is_ended_by_none_of_them(harness: BoltHarness, sealer: Sealer) -> None:
    await given("admin")
    hold = await _hold(sealer, owner="U0WHO")
    await Hold.all().update(by="U0ANA")

    await _refused(harness, hold)

    assert (await Hold.get()).kept_by == ""
    assert await Task.all().count() == 1
    assert not await transaction(lambda: hand_overs.pass_on(hold, to="U0BEN", by="U0WHO", now=NOW))
    assert not await transaction(
        lambda: hand_overs.check(hold, by="U0WHO", channel="C0OPS", again=False, now=NOW)
    )


async def test_whom_it_was_passed_on_to_may_as_well(harness: BoltHarness, sealer: Sealer) -> None:
    await given("viewer")
    hold = await _hold(sealer)
    await transaction(lambda: hand_overs.pass_on(hold, to="U0WHO", by="U0FIRST", now=NOW))

    assert await _refused(harness, hold) == [False] * len(CLICKS)


@EACH
async def test_the_cards_of_account_and_task_offer_it_to_the_same_people(
    harness: BoltHarness,
    sealer: Sealer,
    who: str,
    owner: str,
    may: bool,  # noqa: FBT001 - a table's column
) -> None:
    await given(who)
    await _hold(sealer, owner=owner)
    account = await Account.get()

    await harness.click(Do.OPEN_ACCOUNT, user="U0WHO", value=str(account.id))
    await harness.say("/tasks", str((await Task.get()).id), user="U0WHO")

    offered = [_buttons(view) & {*CLICKS} for view in harness.slack.views]
    assert offered == ([] if who == "nobody" else [{*CLICKS} if may else set()] * 2)


def _buttons(view: dict[str, Any]) -> set[str]:
    return {
        element["action_id"]
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    }
