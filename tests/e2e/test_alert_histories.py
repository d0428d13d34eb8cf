"""Histories of waiting tasks, played against the tables, two lookouts, the relay and a Slack that stumbles.

Each history is a rule with a group of its own; twenty-five go on at once. What comes of it is held against the plain reading
of each history: one incident and one message each time that too much waited, and every message ends with its recovery.
The short form plays 50, which reach every branch that 400 reach, ``BELLHOP_FUZZ=long`` 500: when an alert begins and
ends is looked at in a thousand more, without tables and Slack, by ``tests/models/domain/test_alerting.py``.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot import clock
from bot.outbox import alerts as messages
from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack.pacing import slack_client
from executor.maintenance import alerts
from handlers.slack.users import People
from models.alerts import incidents
from models.alerts import rules as alert_rules
from models.alerts.incidents import Incident
from models.alerts.rules import AlertRule
from models.database import close_database, open_database
from models.domain.alerting import Turn
from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status
from models.domain.values.alerts import AlertRuleInput
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import waiting_tasks
from tests.fuzz.harness.effort import IS_LONG
from tests.models.direct import ask_directly
from tests.models.domain.test_alerting import Look, plain

_AT_ONCE, _LOOKS, _MOST = 25, 24, 4
_CALM = 16  # looks at the end, with Slack well again


@dataclass
class _World:
    """The moment, and what was looked at by each rule so far."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    seen: dict[int, list[Look]] = field(default_factory=dict)


@pytest.fixture
async def database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """An open, empty database that is asked without detours."""
    ask_directly(monkeypatch)
    await open_database(database_url + ("?synchronous=OFF" if database_url.startswith("sqlite") else ""))
    yield database_url
    await close_database()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> _World:
    made = _World()
    monkeypatch.setattr(clock, "now", lambda: made.now)

    async def at_once(*_told: object, **_more: object) -> float:
        return 0.0

    monkeypatch.setattr(messages, "in_turn", at_once)  # hours pass in seconds: Slack's pace is another test's
    return made


@pytest.mark.parametrize("seed", range(10 if IS_LONG else 1))
@pytest.mark.timeout(240)
async def test_one_message_for_each_time_too_much_waited_and_each_ends_with_its_recovery(
    database: str, slack: LocalSlack, sealer: Sealer, world: _World, seed: int
) -> None:
    chance = random.Random(f"{seed} {database[:6]}")  # noqa: S311 - no secret is made of it
    slack.switches.rate_limits, slack.switches.latency_ms = False, (0, 0)
    client = slack_client(_settings(slack, database))
    relay = OutboxRelay(client, People(client, admins=("U0ANA",), team=None))
    rules = await _rules(chance, sealer, now=world.now)
    for step in range(_LOOKS + _CALM):
        is_calm = step >= _LOOKS
        await _go_on(rules, world, chance, is_calm=is_calm)
        await _answer(chance, now=world.now)
        if not is_calm and chance.random() < 0.2:
            answer = chance.choice(["429", "500", "internal_error"])
            slack.switches.fail("*", answer, times=chance.randint(1, 30), retry_after=1)
        if is_calm:
            slack.switches.fail_next.clear()
        while await relay.send_due(MessageKind.ALERT, MessageKind.ALERT_CALL):
            pass

    wanted = {rule.id: plain(rule.value.row.limits(rule.value), world.seen[rule.id]) for rule in rules}
    incidents_by_rule = Counter([row.rule_id for row in await Incident.all()])
    assert {rule: incidents_by_rule[rule] for rule in wanted} == {
        rule: turns.count(Turn.BEGINS) for rule, turns in wanted.items()
    }
    assert sum(incidents_by_rule.values()) > _AT_ONCE / 2  # else nothing was tried
    assert await Incident.filter(ended_at=None).count() == 0
    await _is_told(slack)


async def _rules(chance: random.Random, sealer: Sealer, *, now: datetime) -> list[AlertRule]:
    for n in range(_AT_ONCE):
        await waiting_tasks(_MOST, sealer, group=f"g{n}")
        wish = AlertRuleInput(
            channel="C0OPS",
            scope=TaskFilter(groups=(f"g{n}",)),
            above=chance.choice([0, 1, 2]),
            lasting=chance.choice([0, 0, 1]),
            again=chance.choice([0, 5]),
        )
        await alert_rules.save(0, wish, by="U0ANA", now=now)
    await Task.all().update(status=Status.CANCELED)
    return await alert_rules.every()


async def _go_on(rules: list[AlertRule], world: _World, chance: random.Random, *, is_calm: bool) -> None:
    """Some seconds, or the minutes of a restart, later other numbers wait; two schedulers look at once, now and then."""
    world.now += timedelta(
        seconds=chance.choice([10, 10, 20, 30]) if is_calm or chance.random() < 0.9 else 400
    )
    await Task.all().update(status=Status.CANCELED)
    ids = await Task.all().order_by("id").values_list("id", flat=True)
    waiting: list[object] = []
    for n, rule in enumerate(rules):
        count = 0 if is_calm else chance.choice([0, 0, 1, 2, 3, _MOST, _MOST])
        waiting += ids[n * _MOST : n * _MOST + count]
        world.seen.setdefault(rule.id, []).append(Look(world.now, count, timedelta()))
    await Task.filter(id__in=waiting).update(status=Status.WAITING)
    await asyncio.gather(*(alerts.look(now=world.now) for _ in range(chance.choice([1, 1, 2]))))


async def _answer(chance: random.Random, *, now: datetime) -> None:
    for row in await incidents.opened():
        if row.ts and chance.random() < 0.1:
            await incidents.acknowledge(row.id, by="U0BEN", now=now)
        elif row.ts and chance.random() < 0.1:
            await incidents.snooze(row.id, until=now + timedelta(minutes=5), by="U0BEN", now=now)


async def _is_told(slack: LocalSlack) -> None:
    """Every message in the channel is one episode's, and says how it ended; who was never told needs no end."""
    (room,) = [row["messages"] for row in slack.books()["channels"] if row["id"] == "C0OPS"]
    told = {
        message["ts"]: message
        for message in room
        if ":red_circle:" in str(message) or "Recovered" in str(message)
    }
    known = [row.ts for row in await Incident.exclude(ts="")]
    assert sorted(told) == sorted(known)
    assert [ts for ts, message in told.items() if "Recovered" not in str(message)] == []


def _settings(slack: LocalSlack, url: str) -> Settings:
    return Settings.model_validate(
        {"database_url": url, "slack_bot_token": slack.workspace.bot_token, "slack_api_url": slack.api_url}
    )
