"""What is drawn later than it was asked for is drawn for nobody who may not see it by then."""

import pytest

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from models.access.grants import GrantRow
from models.batches import approvals
from models.domain.permissions import Role
from models.domain.values.batches.approvals import ApprovalAnswer
from models.messages import boards
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Task
from tests.bot.outbox.kinds import BEN, KINDS, allow, bring_about, now, send, shown
from tests.factories import ended, some_accounts, waiting_tasks

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.mark.parametrize("kind", KINDS)
async def test_who_lost_the_right_before_it_is_drawn_is_shown_nothing(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, kind: MessageKind
) -> None:
    _, content, instead = KINDS[kind]
    await bring_about(kind, await waiting_tasks(2, sealer))
    await GrantRow.all().delete()

    await send(relay, kind)

    assert content not in shown(slack)
    assert instead in shown(slack)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {MessageKind.NOTE, MessageKind.DIGEST}))
async def test_who_may_see_it_is_shown_it(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, kind: MessageKind
) -> None:
    prepare, content, _ = KINDS[kind]
    tasks = await waiting_tasks(2, sealer)
    await Outbox.all().delete()
    await prepare(tasks)

    await send(relay, kind)

    assert content in shown(slack)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            MessageKind.BOARD,
            "This list is paused: <@U0BEN> may not see tasks any more, and it was drawn for them.",
        ),
        (MessageKind.HOME, "You may not see what Bellhop does. <@U0CHEN> can let you."),
    ],
)
async def test_a_live_list_whose_owner_lost_the_right_is_paused_and_says_so(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, kind: MessageKind, sentence: str
) -> None:
    await waiting_tasks(2, sealer)
    await KINDS[kind][0]([])
    await send(relay, kind)
    await send(relay, kind)
    await GrantRow.all().delete()
    await ended(1)

    await send(relay, kind)

    board = await boards.get(1)
    assert board is not None
    assert not board.live
    assert sentence in shown(slack)
    assert "Total 2" not in shown(slack)
    assert not await Outbox.filter(kind=kind, state="pending").exists()


async def test_a_shared_list_is_drawn_for_who_used_it_last(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    await KINDS[MessageKind.BOARD][0]([])
    await send(relay, MessageKind.BOARD)
    await allow("U0ANA", Role.VIEWER)
    board = await boards.get(1)
    assert board is not None
    await boards.turn(board, "", by="U0ANA", now=now())
    await GrantRow.filter(subject=BEN).delete()

    await send(relay, MessageKind.BOARD)

    assert "Total 2" in shown(slack)


async def test_the_buttons_of_a_home_tab_are_those_of_its_owners_role_now(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    await KINDS[MessageKind.HOME][0]([])
    await send(relay, MessageKind.HOME)
    assert "Re-execute" in shown(slack)
    await allow(BEN, Role.VIEWER)

    await send(relay, MessageKind.HOME)

    assert "Re-execute" not in shown(slack)
    assert "Total 2" in shown(slack)


@pytest.mark.parametrize(("role", "is_offered"), [(Role.VIEWER, False), (Role.OPERATOR, True)])
async def test_a_batch_in_the_conversation_with_its_asker_has_the_buttons_of_their_role_now(
    relay: OutboxRelay,
    slack: LocalSlack,
    sealer: Sealer,
    role: Role,
    is_offered: bool,  # noqa: FBT001 - a table's column
) -> None:
    await waiting_tasks(2, sealer)
    await bring_about(MessageKind.BATCH, [])
    await allow(BEN, role)

    await send(relay, MessageKind.BATCH)

    assert ("Cancel the rest" in shown(slack)) is is_offered
    assert ('"Undo"' in shown(slack)) is is_offered
    assert "Show tasks" in shown(slack)


async def test_while_slack_does_not_say_who_the_owner_is_nothing_is_drawn_and_it_is_tried_again(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    await KINDS[MessageKind.HOME][0]([])
    slack.switches.fail("users.info", "500", times=9)

    await send(relay, MessageKind.HOME)

    assert slack.books()["homes"] == {}
    assert await Outbox.filter(kind=MessageKind.HOME, state="pending").exists()


async def test_a_question_whose_asker_lost_the_right_is_closed_before_anybody_is_asked(
    relay: OutboxRelay, sealer: Sealer
) -> None:
    await some_accounts(2, sealer)
    await KINDS[MessageKind.APPROVAL][0]([])
    await GrantRow.all().delete()

    await send(relay, MessageKind.APPROVAL)

    asked = await approvals.get(1)
    assert asked is not None
    assert asked.answer is ApprovalAnswer.LAPSED
    assert await Task.all().count() == 0
