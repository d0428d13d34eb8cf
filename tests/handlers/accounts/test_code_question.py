"""*One-time code…* opens its form on a message that asks for that code: an old message may carry its number after a restore."""

import pytest

from handlers.slack import origin
from handlers.slack.ids import Do
from models.accounts import code_requests, holds
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account
from tests.factories import waiting_tasks
from tests.handlers.access.deeds.holds import a_worker_waits
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
_OLD = f"{NOW.timestamp() - 3600:.0f}.000100"
_YOUNG = f"{NOW.timestamp() + 5:.0f}.000100"


async def _is_opened(ts: str, number: int) -> bool:
    harness = BoltHarness()
    more = {"message": {"ts": ts}, "container": {"message_ts": ts}} if ts else {}
    await harness.click(Do.GIVE_CODE, user="U0FIRST", value=str(number), **more)
    opened = bool(harness.slack.views)
    assert opened or origin.ELSEWHERE in str(harness.slack.said)
    return opened


@pytest.mark.parametrize(
    ("asked_on", "hold_on", "clicked", "opens"),
    [
        ("", "", _YOUNG, True),
        (_YOUNG, "", _YOUNG, True),
        (_YOUNG, _OLD, _OLD, True),
        (_YOUNG, "", "", True),
        (_YOUNG, "", _OLD, False),
        ("", "", _OLD, False),
    ],
    ids=[
        "before Slack's answer is kept", "its own", "the hold's, which is older", "a card",
        "an old one", "an old one before Slack's answer",
    ],
)  # fmt: skip
async def test_a_code_is_asked_for_on_its_own_messages_alone(
    database: str,
    sealer: Sealer,
    asked_on: str,
    hold_on: str,
    clicked: str,
    opens: bool,  # noqa: FBT001
) -> None:
    (task,) = await waiting_tasks(1, sealer)
    number = await a_worker_waits()
    await code_requests.asked(number, person="U0WHO", channel="C0OPS", ts=asked_on)
    if hold_on:
        account = (await Account.get()).id
        held = await transaction(lambda: holds.begin(account, why="so", task_id=task, now=NOW))
        await holds.asked(held or 0, person="U0WHO", channel="C0OPS", ts=hold_on, now=NOW)

    assert await _is_opened(clicked, number) is opens
