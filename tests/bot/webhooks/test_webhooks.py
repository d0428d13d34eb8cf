"""The webhook of an alert rule: what it is told, in which order, and what happens where it does not take it."""

import hashlib
import hmac
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack.pacing import slack_client
from bot.webhooks import post
from bot.webhooks.post import NotTaken, Poster, is_public
from bot.webhooks.tell import Webhooks
from handlers.slack.users import People
from models.alerts import incidents, rules, webhooks
from models.alerts.incidents import Incident
from models.alerts.webhooks import Destination
from models.domain.alerting.webhook import Shape
from models.domain.values.alerts import AlertRuleInput, Measure
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.messages import Outbox
from tests.bot.webhooks.receiver import Receiver, receiving

KEY = "a key of the receiver"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def receiver() -> AsyncGenerator[Receiver]:
    async with receiving() as one:
        yield one


@pytest.fixture
def relay(database: str, slack: LocalSlack, sealer: Sealer) -> OutboxRelay:
    del database
    client = slack_client(Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token))
    people = People(client, admins=("U0CHEN",), team=None)
    return OutboxRelay(client, people, webhooks=Webhooks(poster=Poster(inside=True), sealer=sealer))


async def _begun(receiver: Receiver, sealer: Sealer, shape: Shape) -> int:
    await rules.save(0, AlertRuleInput(channel="C0OPS", above=1), by="U0CHEN", now=now())
    there = Destination(shape=shape, url=f"{receiver.url}/token-in-path", key=KEY)
    await webhooks.save(1, there, receiver.url, sealer)
    begun = await transaction(lambda: incidents.begin(1, "C0OPS", Measure(count=7), now=now()))
    assert begun is not None
    return begun.id


async def _send(relay: OutboxRelay) -> None:
    await Outbox.filter(state="pending").update(due_at=now() - timedelta(seconds=1))
    await relay.send_due(MessageKind.WEBHOOK)


async def test_pagerduty_is_told_the_beginning_who_acknowledges_and_the_end_under_one_key(
    relay: OutboxRelay, receiver: Receiver, sealer: Sealer
) -> None:
    incident = await _begun(receiver, sealer, Shape.PAGERDUTY)
    await _send(relay)
    await transaction(lambda: incidents.acknowledge(incident, by="U0BEN", now=now()))
    await _send(relay)
    one = await incidents.of_rule(1)
    await transaction(lambda: incidents.close(one, "recovered", now=now()))
    await _send(relay)
    await _send(relay)

    assert [told["event_action"] for told in receiver.got] == ["trigger", "acknowledge", "resolve"]
    assert len({told["dedup_key"] for told in receiver.got}) == 1
    assert {told["routing_key"] for told in receiver.got} == {KEY}
    assert receiver.got[0]["payload"]["summary"] == "Too many tasks wait: 7 tasks wait"


async def test_plain_json_is_signed_with_its_time_and_does_not_contain_the_key(
    relay: OutboxRelay, receiver: Receiver, sealer: Sealer
) -> None:
    await _begun(receiver, sealer, Shape.JSON)
    await _send(relay)

    headers, sent = receiver.headers[0], receiver.bodies[0]
    at = headers["X-Bellhop-Timestamp"]
    expected = hmac.new(KEY.encode(), b"v1:" + at.encode() + b":" + sent, hashlib.sha256).hexdigest()
    assert headers["X-Bellhop-Signature"] == f"v1={expected}"
    assert KEY.encode() not in sent


async def test_what_was_acknowledged_or_over_before_it_was_told_is_told_whole_or_not_at_all(
    relay: OutboxRelay, receiver: Receiver, sealer: Sealer
) -> None:
    incident = await _begun(receiver, sealer, Shape.JSON)
    await transaction(lambda: incidents.acknowledge(incident, by="U0BEN", now=now()))
    await _send(relay)
    assert [told["event"] for told in receiver.got] == ["trigger", "acknowledge"]

    await Incident.filter(id=incident).update(hooked="")
    one = await incidents.of_rule(1)
    await transaction(lambda: incidents.close(one, "recovered", now=now()))
    await _send(relay)
    assert len(receiver.got) == 2


async def test_a_webhook_that_answers_500_is_told_again_and_shown_to_fail_until_it_answers(
    relay: OutboxRelay, receiver: Receiver, sealer: Sealer
) -> None:
    receiver.answers = [500]
    await _begun(receiver, sealer, Shape.JSON)
    await _send(relay)

    broken = await webhooks.get(1)
    assert broken
    assert broken.failure == "it answered 500"
    assert broken.failed_at

    await _send(relay)

    mended = await webhooks.get(1)
    assert mended
    assert not mended.failure
    assert mended.failed_at is None
    assert [told["event"] for told in receiver.got] == ["trigger", "trigger"]


@pytest.mark.parametrize("answer", [302, 401])
async def test_a_redirect_is_not_followed_and_what_is_refused_becomes_a_dead_letter(
    relay: OutboxRelay, receiver: Receiver, sealer: Sealer, answer: int
) -> None:
    receiver.answers = [answer]
    await _begun(receiver, sealer, Shape.JSON)
    await _send(relay)

    letter = await Outbox.get(kind=MessageKind.WEBHOOK)
    assert letter.state == "dead"
    assert letter.error.startswith(f"it answered {answer}")
    assert "token-in-path" not in letter.error
    assert len(receiver.got) == 1


async def test_one_that_does_not_answer_in_time_is_told_again(
    relay: OutboxRelay, receiver: Receiver, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "SECONDS", 0.2)
    receiver.is_silent = True
    await _begun(receiver, sealer, Shape.JSON)
    await _send(relay)

    owed = await Outbox.get(kind=MessageKind.WEBHOOK)
    assert (owed.state, owed.error[:9]) == ("pending", "no answer")


async def test_a_removed_rule_keeps_its_webhook_until_the_end_was_told(
    relay: OutboxRelay, receiver: Receiver, sealer: Sealer
) -> None:
    await _begun(receiver, sealer, Shape.JSON)
    await _send(relay)
    await transaction(lambda: rules.remove(1, by="U0CHEN", now=now()))
    await webhooks.forget_removed()
    await _send(relay)
    await webhooks.forget_removed()

    assert [told["event"] for told in receiver.got] == ["trigger", "resolve"]
    assert await webhooks.get(1) is None


async def test_a_test_is_an_incident_of_pagerduty_that_is_resolved_at_once(
    relay: OutboxRelay, receiver: Receiver, sealer: Sealer
) -> None:
    del relay
    await _begun(receiver, sealer, Shape.PAGERDUTY)
    told = await Webhooks(poster=Poster(inside=True), sealer=sealer).test(1)

    assert told == "The test was taken: the webhook answered 202."
    assert [event["event_action"] for event in receiver.got] == ["trigger", "resolve"]


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://2130706433/",
        "http://93.184.215.14/",
        "https://someone@93.184.215.14/",
    ],
)
async def test_nothing_is_posted_to_this_machine_a_private_network_or_in_the_clear(url: str) -> None:
    with pytest.raises(NotTaken):
        await Poster().post(url, b"{}", {})


async def test_the_address_that_was_checked_is_the_one_connected_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name exists for nobody but the check: a second look-up would find nothing."""

    async def resolved(*_: object) -> list[str]:
        return ["127.0.0.1"]

    monkeypatch.setattr(Poster, "_resolved", resolved)
    url = receiver.url.replace("127.0.0.1", "receiver.invalid")

    assert await Poster(inside=True).post(url, b"{}", {}) == 202


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        *((text, False) for text in ("10.1.2.3", "100.64.0.1", "0.0.0.0", "224.0.0.1", "fe80::1", "fc00::1", "2002:7f00:1::", "64:ff9b::a00:1", "::")),  # noqa: S104 - refused here
    ],
)  # fmt: skip
def test_which_addresses_are_public(text: str, expected: bool) -> None:  # noqa: FBT001 - a case
    assert is_public(ip_address(text)) is expected
