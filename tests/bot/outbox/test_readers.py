"""What is drawn later than it was asked for is drawn for nobody who may not see it by then."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack.pacing import slack_client
from handlers.slack.users import People
from models.access import grants
from models.access.grants import GrantRow
from models.accounts import holds
from models.alerts import digests, incidents, rules
from models.batches import approvals, create
from models.domain.permissions import Grant, Role
from models.domain.values.alerts import AlertRuleInput
from models.domain.values.batches import ApprovalAnswer, BatchRequest
from models.messages import boards, outbox
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account
from models.tables.messages import Outbox
from models.tables.tasks import Batch, Task
from tests.factories import ended, some_accounts, waiting_tasks

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
BEN, OPS = "U0BEN", "C0OPS"
Prepare = Callable[[list[int]], Awaitable[None]]


@pytest.fixture
async def relay(database: str, slack: LocalSlack) -> OutboxRelay:
    """A relay for which Ben is an operator and Chen the first admin."""
    slack.switches.set({"rate_limits": False, "latency_ms": [0, 0]})
    client = slack_client(Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token))
    await _allow(BEN)
    return OutboxRelay(client, People(client, admins=("U0CHEN",), team=None))


async def _allow(user: str, role: Role = Role.OPERATOR) -> None:
    given = [Grant(subject=user, role=role)]
    await transaction(lambda: grants.grant(given, by="U0CHEN", now=_now()))


def _now() -> datetime:
    return datetime.now(UTC)


async def _send(relay: OutboxRelay, kind: MessageKind) -> None:
    """Send what is owed of this kind once."""
    await Outbox.filter(state="pending").update(due_at=_now() - timedelta(seconds=1))
    await relay.send_due(kind)


def _shown(slack: LocalSlack) -> str:
    """All that stands in Slack."""
    books = slack.books()
    rooms = [
        [message.get("text"), message.get("blocks")]
        for room in books["channels"]
        for message in room["messages"]
    ]
    return json.dumps([rooms, books["homes"]], ensure_ascii=False)


async def _board(_: list[int]) -> None:
    await boards.share("k", owner=BEN, channel=OPS, sheet="", zone="UTC", now=_now())


async def _home(_: list[int]) -> None:
    await boards.home(BEN, zone="UTC", now=_now())


async def _digest(_: list[int]) -> None:
    await digests.choose(OPS, "09:00", zone="UTC", by=BEN, now=_now())
    await outbox.enqueue(MessageKind.DIGEST, 1, now=_now())


async def _alert(_: list[int]) -> None:
    await rules.save(0, AlertRuleInput(channel=OPS, above=0), by=BEN, now=_now())
    await incidents.begin(1, OPS, count=4711, oldest_at=_now(), now=_now())
    await outbox.enqueue(MessageKind.ALERT, 1, now=_now())


async def _own_batch(_: list[int]) -> None:
    await Batch.all().update(channel=BEN, by=BEN)
    await outbox.enqueue(MessageKind.BATCH, 1, now=_now())


async def _note(tasks: list[int]) -> None:
    await Batch.all().update(channel="D0BEN", by=BEN, ts="17.1")
    await ended(tasks[0], result="a result")


async def _finished(tasks: list[int]) -> None:
    await Batch.all().update(by=BEN, ts="17.1")
    for task in tasks:
        await ended(task)
    await create.finish(1, now=_now())


async def _hold(_: list[int]) -> None:
    await Account.all().update(owner=BEN)
    await transaction(lambda: holds.begin(1, why="checkpoint", now=_now()))


async def _approval(_: list[int]) -> None:
    asked = BatchRequest(type="check", account_ids=(1, 2), by=BEN, why="for the shop", channel=OPS)
    await transaction(lambda: approvals.ask_for_batch(asked, now=_now()))


KINDS: dict[MessageKind, tuple[Prepare, str, str]] = {
    MessageKind.BOARD: (_board, "Total 2", ""),
    MessageKind.HOME: (_home, "Total 2", "You may not see what Bellhop does."),
    MessageKind.DIGEST: (_digest, "no task was created", "The daily digest rests"),
    MessageKind.ALERT: (_alert, "4711 tasks", "fired, but shows nothing"),
    MessageKind.BATCH: (_own_batch, "2 tasks", "Your batch goes on, but you may not see tasks any more"),
    MessageKind.NOTE: (_note, "a result", ""),
    MessageKind.FINISHED: (_finished, "is done after", ""),
    MessageKind.HOLD: (_hold, "emea00", ""),
    MessageKind.APPROVAL: (_approval, "for the shop", "<@U0BEN> may not do that any more"),
}
"""What brings each kind about, what its reader sees, and what stands there instead where somebody reads it."""


@pytest.mark.parametrize("kind", KINDS)
async def test_who_lost_the_right_before_it_is_drawn_is_shown_nothing(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, kind: MessageKind
) -> None:
    prepare, content, instead = KINDS[kind]
    tasks = await waiting_tasks(2, sealer)
    await Outbox.all().delete()
    await prepare(tasks)
    await Outbox.exclude(kind=kind).delete()
    await GrantRow.all().delete()

    await _send(relay, kind)

    assert content not in _shown(slack)
    assert instead in _shown(slack)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {MessageKind.NOTE, MessageKind.DIGEST}))
async def test_who_may_see_it_is_shown_it(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, kind: MessageKind
) -> None:
    prepare, content, _ = KINDS[kind]
    tasks = await waiting_tasks(2, sealer)
    await Outbox.all().delete()
    await prepare(tasks)

    await _send(relay, kind)

    assert content in _shown(slack)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (MessageKind.BOARD, "This list rests: <@U0BEN>, for whom it was drawn, may not see tasks any more."),
        (MessageKind.HOME, "You may not see what Bellhop does. <@U0CHEN> can let you."),
    ],
)
async def test_a_live_list_whose_owner_lost_the_right_is_paused_and_says_so(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, kind: MessageKind, sentence: str
) -> None:
    await waiting_tasks(2, sealer)
    await KINDS[kind][0]([])
    await _send(relay, kind)
    await _send(relay, kind)
    await GrantRow.all().delete()
    await ended(1)

    await _send(relay, kind)

    board = await boards.get(1)
    assert board is not None
    assert not board.live
    assert sentence in _shown(slack)
    assert "Total 2" not in _shown(slack)
    assert not await Outbox.filter(kind=kind, state="pending").exists()


async def test_a_shared_list_is_drawn_for_who_used_it_last(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    await _board([])
    await _send(relay, MessageKind.BOARD)
    await _allow("U0ANA", Role.VIEWER)
    board = await boards.get(1)
    assert board is not None
    await boards.turn(board, "", by="U0ANA", now=_now())
    await GrantRow.filter(subject=BEN).delete()

    await _send(relay, MessageKind.BOARD)

    assert "Total 2" in _shown(slack)


async def test_the_buttons_of_a_home_tab_are_those_of_its_owners_role_now(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    await _home([])
    await _send(relay, MessageKind.HOME)
    assert "Re-execute" in _shown(slack)
    await _allow(BEN, Role.VIEWER)

    await _send(relay, MessageKind.HOME)

    assert "Re-execute" not in _shown(slack)
    assert "Total 2" in _shown(slack)


async def test_while_slack_does_not_say_who_the_owner_is_nothing_is_drawn_and_it_is_tried_again(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    await _home([])
    slack.switches.fail("users.info", "500", times=9)

    await _send(relay, MessageKind.HOME)

    assert slack.books()["homes"] == {}
    assert await Outbox.filter(kind=MessageKind.HOME, state="pending").exists()


async def test_a_question_whose_asker_lost_the_right_is_closed_before_anybody_is_asked(
    relay: OutboxRelay, sealer: Sealer
) -> None:
    await some_accounts(2, sealer)
    await _approval([])
    await GrantRow.all().delete()

    await _send(relay, MessageKind.APPROVAL)

    asked = await approvals.get(1)
    assert asked is not None
    assert asked.answer is ApprovalAnswer.LAPSED
    assert await Task.all().count() == 0
