"""What changes while a message waits for its turn, or for Slack's answer, is shown: nothing over stays open in Slack."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack.pacing import slack_client
from handlers.slack.users import People
from models.access.grants import GrantRow
from models.accounts import holds
from models.alerts import incidents
from models.batches import approvals
from models.messages import rate_limit
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.messages import Outbox
from models.tables.tasks import Batch
from tests.bot.outbox.kinds import BEN, KINDS, OPS, bring_about, now, send, shown
from tests.bot.outbox.standing import Slow, Still
from tests.factories import waiting_tasks

_on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def _recovers() -> None:
    async def body() -> None:
        await incidents.close(await incidents.of_rule(1), "recovered", now=now())

    await transaction(body)


async def _is_released() -> None:
    await holds.release([1], by="U0CHEN", now=now())


async def _is_taken_back() -> None:
    await approvals.reject(1, by=BEN, now=now())


@dataclass(frozen=True, kw_only=True)
class _Ending:
    """How what a message is about ends, and what the message must not show then, and must."""

    ends: Callable[[], Awaitable[None]]
    open: str
    over: str


ENDINGS = {
    MessageKind.ALERT: _Ending(ends=_recovers, open=":red_circle:", over=":white_check_mark:"),
    MessageKind.HOLD: _Ending(ends=_is_released, open="Release", over="was released"),
    MessageKind.APPROVAL: _Ending(ends=_is_taken_back, open="Approve", over="rejected"),
}


def _messages(slack: LocalSlack) -> list[str]:
    return [message["text"] for room in slack.books()["channels"] for message in room["messages"]]


def _another(slack: LocalSlack) -> OutboxRelay:
    client = slack_client(Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token))
    return OutboxRelay(client, People(client, admins=("U0CHEN",), team=None))


def _stands_at_its_turn(monkeypatch: pytest.MonkeyPatch, key: str) -> Still:
    still, reserve = Still(), rate_limit.reserve

    async def stands_still(turn: str, **named: Any) -> float | None:
        if turn.startswith(key):
            await still.here()
        return await reserve(turn, **named)

    monkeypatch.setattr(rate_limit, "reserve", stands_still)
    return still


@pytest.mark.parametrize("kind", ENDINGS)
async def test_what_is_over_before_its_message_had_its_turn_never_stands_open(
    relay: OutboxRelay,
    slack: LocalSlack,
    sealer: Sealer,
    kind: MessageKind,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await bring_about(kind, await waiting_tasks(2, sealer))
    still = _stands_at_its_turn(monkeypatch, "message:")
    async with still.within_its_lease(relay, kind):
        await ENDINGS[kind].ends()
        await send(_another(slack), kind)
    await send(relay, kind)

    assert ENDINGS[kind].open not in shown(slack)
    assert not await Outbox.filter(kind=kind).exclude(state="sent").exists()


@pytest.mark.parametrize("kind", ENDINGS)
async def test_what_is_over_while_slacks_answer_is_on_its_way_is_shown_in_the_one_message(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, kind: MessageKind
) -> None:
    await bring_about(kind, await waiting_tasks(2, sealer))
    still, url = Still(), Settings(slack_api_url=slack.api_url).slack_api_url
    client = Slow(still, token=slack.workspace.bot_token, base_url=url, retry_handlers=[])
    async with still.within_its_lease(
        OutboxRelay(client, People(client, admins=("U0CHEN",), team=None)), kind
    ):
        assert ENDINGS[kind].open in shown(slack)
        await ENDINGS[kind].ends()
        await send(relay, kind)
    await send(relay, kind)

    assert ENDINGS[kind].open not in shown(slack)
    (message,) = _messages(slack)
    assert ENDINGS[kind].over in message
    assert not await Outbox.filter(kind=kind).exclude(state="sent").exists()


@_on_sqlite
@pytest.mark.parametrize("kind", ENDINGS)
async def test_what_is_over_before_slack_confirmed_its_message_is_said_to_be_over_since_that_may_stand_there(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, kind: MessageKind
) -> None:
    await bring_about(kind, await waiting_tasks(2, sealer))
    slack.switches.fail("chat.postMessage", "lost")
    await send(relay, kind)
    assert ENDINGS[kind].open in shown(slack)

    await ENDINGS[kind].ends()
    await send(relay, kind)

    first, over, *said = _messages(slack)
    assert (ENDINGS[kind].over in first, ENDINGS[kind].over in over) == (False, True)
    assert said
    assert not await Outbox.filter(kind=kind).exclude(state="sent").exists()


@_on_sqlite
async def test_nobody_is_called_to_an_alert_that_somebody_has_answered_while_the_call_waited_for_its_turn(
    relay: OutboxRelay, slack: LocalSlack, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bring_about(MessageKind.ALERT, await waiting_tasks(2, sealer))
    await send(relay, MessageKind.ALERT)
    incident = await incidents.of_rule(1)
    assert incident is not None
    await incidents.call(incident, now=now())
    still, stood = _stands_at_its_turn(monkeypatch, f"message:{OPS}"), _messages(slack)
    async with still.within_its_lease(relay, MessageKind.ALERT_CALL):
        await incidents.acknowledge(1, by=BEN, now=now())

    assert _messages(slack) == stood


@_on_sqlite
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not MessageKind.HOME])
async def test_who_lost_the_right_while_a_message_waited_for_its_turn_is_shown_nothing(
    relay: OutboxRelay,
    slack: LocalSlack,
    sealer: Sealer,
    kind: MessageKind,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await bring_about(kind, await waiting_tasks(2, sealer))
    if kind is MessageKind.NOTE:
        root: Any = await relay._slack.chat_postMessage(channel=BEN, text="a batch")
        await Batch.all().update(channel=root["channel"], ts=root["ts"])
    still = _stands_at_its_turn(monkeypatch, "message:")
    async with still.within_its_lease(relay, kind):
        await GrantRow.all().delete()

    assert KINDS[kind][1] not in shown(slack)
