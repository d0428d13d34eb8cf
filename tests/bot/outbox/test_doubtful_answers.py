"""What Slack may have done though it says otherwise, and what answers in its place: nothing doubled without a word."""

import json

import pytest

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack.pacing import slack_client
from handlers.slack.users import People
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox, Pace
from models.tables.tasks import Batch
from tests.bot.outbox.kinds import BEN, KINDS, allow, bring_about, send, shown
from tests.factories import waiting_tasks
from tests.gateway import Instead, gateway

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
_JSON = "application/json"
_DONE = [
    (504, "<html>Gateway Timeout</html>", "text/html"),
    (500, '{"ok":false,"error":"fatal_error"}', _JSON),
    (503, "upstream connect error", "text/plain"),
    (200, '{"ok":false,"error":"internal_error"}', _JSON),
    (200, '{"ok":tr', _JSON),
    (200, "<html>Gone through all the same</html>", "text/html"),
]
"""Answers to a call that Slack has done."""
_POSTED = [kind for kind in KINDS if kind is not MessageKind.HOME]  # a Home tab is published, not posted
_SAYS = ("did not confirm", "may stand above")


def _relay(url: str, slack: LocalSlack) -> OutboxRelay:
    client = slack_client(Settings(slack_api_url=url, slack_bot_token=slack.workspace.bot_token))
    return OutboxRelay(client, People(client, admins=("U0CHEN",), team=None))


async def _owe(kind: MessageKind, slack: LocalSlack, sealer: Sealer) -> None:
    slack.switches.set({"rate_limits": False, "latency_ms": [0, 0]})
    await allow(BEN)
    await bring_about(kind, await waiting_tasks(2, sealer))
    if kind is MessageKind.NOTE:
        client = slack_client(
            Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token)
        )
        root = await client.chat_postMessage(channel=BEN, text="root")
        await Batch.all().update(channel=root["channel"], ts=root["ts"])


async def _send(relay: OutboxRelay, kind: MessageKind, *, times: int) -> None:
    for _ in range(times):
        await Pace.all().delete()  # as after a while of rest
        await send(relay, kind)


@pytest.mark.parametrize(
    ("kind", "way"), [(kind, _DONE[n % len(_DONE)]) for n, kind in enumerate([*_POSTED, *_POSTED[::-1]])]
)
async def test_what_slack_did_and_did_not_confirm_is_not_doubled_without_a_word(
    slack: LocalSlack, sealer: Sealer, kind: MessageKind, way: tuple[int, str, str]
) -> None:
    await _owe(kind, slack, sealer)
    status, body, content = way
    instead = Instead(method="chat.postMessage", status=status, body=body, type=content, done=True)
    async with gateway(slack, instead) as url:
        await _send(_relay(url, slack), kind, times=2)

    assert any(words in shown(slack) for words in _SAYS)
    assert not await Outbox.filter(state="dead").exists()


@pytest.mark.parametrize("kind", _POSTED)
async def test_what_was_posted_with_its_answer_lost_is_not_doubled_without_a_word(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, kind: MessageKind
) -> None:
    await _owe(kind, slack, sealer)
    slack.switches.fail("chat.postMessage", "lost")
    await _send(relay, kind, times=2)

    assert any(words in shown(slack) for words in _SAYS)


@pytest.mark.parametrize("kind", _POSTED)
async def test_what_slack_certainly_did_not_do_is_sent_again_without_a_word(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, kind: MessageKind
) -> None:
    await _owe(kind, slack, sealer)
    slack.switches.fail("chat.postMessage", "message_limit_exceeded")
    await _send(relay, kind, times=2)

    assert not any(words in shown(slack) for words in _SAYS)
    assert KINDS[kind][1] in shown(slack)


@pytest.mark.parametrize(
    ("status", "body", "content"),
    [
        (200, "<html>Please log in to the network</html>", "text/html"),
        (403, "<html>blocked</html>", "text/html"),
        (404, "not here", "text/plain"),
        (200, "please log in", "text/plain"),
        (200, "[]", _JSON),
        (200, "{}", _JSON),
        (403, '{"error":"log in first"}', _JSON),
    ],
)
async def test_what_answers_in_slacks_place_moves_no_batch_and_is_tried_again_a_bounded_number_of_times(
    slack: LocalSlack, sealer: Sealer, status: int, body: str, content: str
) -> None:
    slack.switches.set({"rate_limits": False, "latency_ms": [0, 0]})
    await waiting_tasks(1, sealer)
    instead = Instead(method="chat.postMessage", status=status, body=body, type=content, done=False, times=3)
    async with gateway(slack, instead) as url:
        relay = _relay(url, slack)
        await _send(relay, MessageKind.BATCH, times=3)
        (row,) = await Outbox.filter(kind=MessageKind.BATCH)
        assert (row.state, row.tries, (await Batch.get()).channel) == ("pending", 3, "C0OPS")
        await _send(relay, MessageKind.BATCH, times=1)
        assert "1 task" in json.dumps(slack.books()["channels"])
        assert (await Batch.get()).channel == "C0OPS"

        instead.times = 99
        await Batch.all().update(ts="")
        await outbox.enqueue(MessageKind.BATCH, (await Batch.get()).id, now=row.created_at)
        await _send(relay, MessageKind.BATCH, times=outbox.TRIES)
    assert await Outbox.filter(kind=MessageKind.BATCH, state="dead").count() == 1
