"""Of two relays one stands still until its lease is over: what the other has sent meanwhile stays as it is."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.outbox import relay as relays
from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack.client import Client
from bot.slack.pacing import slack_client
from handlers.slack.users import People
from models.accounts.holds import Hold
from models.alerts.incidents import Incident
from models.batches.approval_table import Approval
from models.messages import brought_files, outbox, rate_limit
from models.messages.boards import Board
from models.messages.brought_files import BroughtFile
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tables.tasks import Batch
from tests.bot.outbox.kinds import BEN, KINDS, OPS, bring_about, now, shown
from tests.bot.outbox.standing import Slow, Still
from tests.factories import waiting_tasks

pytestmark = pytest.mark.usefixtures("database")
TAKEN_OVER = "another relay has taken this message: nothing more is done with it here"
_on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def slow(relay: OutboxRelay, slack: LocalSlack) -> tuple[OutboxRelay, Still]:
    """A second relay, which stands still with Slack's answer on its way."""
    still, settings = Still(), Settings(slack_api_url=slack.api_url)
    client = Slow(still, token=slack.workspace.bot_token, base_url=settings.slack_api_url, retry_handlers=[])
    return OutboxRelay(client, People(client, admins=("U0CHEN",), team=None)), still


@_on_sqlite
@pytest.mark.parametrize("kind", KINDS)
async def test_one_that_stood_still_before_it_posted_posts_nothing(
    relay: OutboxRelay,
    slack: LocalSlack,
    sealer: Sealer,
    kind: MessageKind,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await bring_about(kind, await waiting_tasks(2, sealer))
    still, reserve = Still(), rate_limit.reserve

    async def stands_still(*given: Any, **named: Any) -> float | None:
        await still.here()
        return await reserve(*given, **named)

    monkeypatch.setattr(rate_limit, "reserve", stands_still)
    client = slack_client(Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token))
    if kind is MessageKind.NOTE:
        await _post_root(client, BEN)
    other = OutboxRelay(client, People(client, admins=("U0CHEN",), team=None))
    with capture_logs() as lines:
        async with still.beyond_its_lease(other, kind):
            await relay.send_due(kind)
            stood, left = shown(slack), await Outbox.all().order_by("id").values()
            assert KINDS[kind][1] in stood

    assert shown(slack) == stood
    assert await Outbox.all().order_by("id").values() == left
    assert TAKEN_OVER in [line["event"] for line in lines]


@_on_sqlite
async def test_what_waits_for_ever_in_one_relay_is_for_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=0.2))
    monkeypatch.setattr(relays, "_RENEWALS", 2)
    await outbox.enqueue(MessageKind.NOTE, 1, now=now())
    (row,) = await outbox.take([MessageKind.NOTE], now=now(), most=1)
    renew, times = outbox.renew, asyncio.Semaphore(0)

    async def counted(*given: Any, **named: Any) -> Any:
        answer = await renew(*given, **named)
        times.release()  # one that took too long is tried again
        return answer

    monkeypatch.setattr(outbox, "renew", counted)
    async with asyncio.timeout(10), relays._renewing_leases([outbox.Taken.of(row)]):
        for _ in range(3):
            await times.acquire()
        while not await outbox.take([MessageKind.NOTE], now=now(), most=1):  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.01)

    assert times.locked()


POSTED: dict[MessageKind, Any] = {
    MessageKind.BATCH: Batch,
    MessageKind.HOLD: Hold,
    MessageKind.APPROVAL: Approval,
    MessageKind.ALERT: Incident,
    MessageKind.BOARD: Board,
}


@pytest.mark.parametrize("kind", POSTED)
async def test_one_that_stood_still_with_the_answer_on_its_way_does_not_take_the_place_of_the_later_message(
    relay: OutboxRelay,
    slack: LocalSlack,
    sealer: Sealer,
    kind: MessageKind,
    slow: tuple[OutboxRelay, Still],
) -> None:
    await bring_about(kind, await waiting_tasks(2, sealer))
    standing, still = slow
    with capture_logs() as lines:
        async with still.beyond_its_lease(standing, kind):
            await relay.send_due(kind)
            later, left = (await POSTED[kind].get()).ts, await Outbox.all().order_by("id").values()
            assert later

    assert (await POSTED[kind].get()).ts == later
    assert await Outbox.all().order_by("id").values() == left
    assert TAKEN_OVER in [line["event"] for line in lines]


@pytest.mark.parametrize(
    "kind", [MessageKind.BATCH, MessageKind.BOARD, MessageKind.APPROVAL, MessageKind.ALERT]
)
async def test_one_that_stood_still_with_a_refusal_on_its_way_moves_forgets_and_tells_nothing(
    relay: OutboxRelay,
    slack: LocalSlack,
    sealer: Sealer,
    kind: MessageKind,
    slow: tuple[OutboxRelay, Still],
) -> None:
    await bring_about(kind, await waiting_tasks(2, sealer))
    await Batch.all().update(channel=OPS)
    slack.switches.fail("chat.postMessage", "restricted_action", channel=OPS)
    standing, still = slow
    with capture_logs() as lines:
        async with still.beyond_its_lease(standing, kind):
            await relay.send_due(kind)
            stood, left = shown(slack), await Outbox.all().order_by("id").values()
            posted = await POSTED[kind].get()
            assert (posted.channel, bool(posted.ts)) == (OPS, True)

    later = await POSTED[kind].get()
    assert (later.channel, later.ts) == (OPS, posted.ts)
    assert shown(slack) == stood
    assert await Outbox.all().order_by("id").values() == left
    assert TAKEN_OVER in [line["event"] for line in lines]


@_on_sqlite
async def test_a_batch_does_not_move_for_the_refusal_of_a_note_that_another_relay_has_posted(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, slow: tuple[OutboxRelay, Still]
) -> None:
    await bring_about(MessageKind.NOTE, await waiting_tasks(2, sealer))
    standing, still = slow
    root = await _post_root(relay._slack, OPS)
    slack.switches.fail("chat.postMessage", "restricted_action", channel=OPS)
    async with still.beyond_its_lease(standing, MessageKind.NOTE):
        await relay.send_due(MessageKind.NOTE)
        stood = shown(slack)
        assert "a result" in stood

    assert ((await Batch.get()).channel, (await Batch.get()).ts) == (OPS, root)
    assert shown(slack) == stood
    assert not await Outbox.exclude(state="sent").exists()


async def _post_root(client: Client, channel: str) -> str:
    """The batch's message, under which its notes go."""
    posted: Any = await client.chat_postMessage(channel=channel, text="a batch")
    await Batch.all().update(channel=posted["channel"], ts=posted["ts"])
    return str(posted["ts"])


async def test_a_reminder_of_a_file_is_counted_once_though_its_relay_stood_still(
    relay: OutboxRelay, slack: LocalSlack, slow: tuple[OutboxRelay, Still]
) -> None:
    file = slack.platform.uploads.receive(BEN, "accounts.csv", b"login,group,password")
    await brought_files.brought(file.id, by=BEN, now=now())
    standing, still = slow
    async with still.beyond_its_lease(standing, MessageKind.FILE_LEFT):
        await relay.send_due(MessageKind.FILE_LEFT)
        left = await Outbox.all().order_by("id").values()

    assert (await BroughtFile.get()).reminders == 1
    assert await Outbox.all().order_by("id").values() == left
