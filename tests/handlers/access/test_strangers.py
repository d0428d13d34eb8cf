"""Whoever has no role makes little grow: lines of the audit, messages, rows, labels; and slows nobody."""

import json
from collections.abc import AsyncIterator

import pytest
from prometheus_client import REGISTRY

from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from models.access.grants import Audit
from models.access.refusals import RefusedCommand
from models.messages.boards import Board
from models.messages.saved_views import View
from models.secrets.sealing import Sealer
from models.tables.messages import InboundDelivery, Outbox
from tests.factories import waiting_tasks

pytestmark = [pytest.mark.usefixtures("bot"), pytest.mark.parametrize("transport", ["socket"], indirect=True)]
_BURST = 8


@pytest.fixture
def config(config: Settings) -> Settings:
    """Ana is the first admin; nobody else may do anything."""
    return config.model_copy(update={"admins": ("U0ANA",), "burst": _BURST})


@pytest.fixture
async def ben(slack: LocalSlack) -> AsyncIterator[Person]:
    async with Person(slack.url, "U0BEN") as person:
        yield person


async def test_a_stranger_who_floods_is_told_once_and_leaves_two_lines_and_others_are_served(
    ana: Person, ben: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)
    await Outbox.all().delete()

    for number in range(4 * _BURST):
        await ben.say(f"/tasks {number}")
    await ana.say("/tasks")
    await ana.wait_for_message("Total 1")
    await ben.wait_for_message("That is more than I take from one person at once.")

    told = [
        m for room in slack.books()["channels"] for m in room["messages"] if m.get("ephemeral_to") == "U0BEN"
    ]
    assert sum("more than I take" in json.dumps(message) for message in told) == 1
    assert len(told) <= _BURST + 1
    assert await Audit.filter(actor="U0BEN").count() == 1
    counted = await RefusedCommand.get(actor="U0BEN")
    assert 0 < counted.more < _BURST + 4  # it may be heard for a moment at the steady rate
    assert await InboundDelivery.all().count() <= _BURST + 5
    assert [await table.all().count() for table in (Board, View, Outbox)] == [0, 0, 0]
    assert "U0BEN" not in str([sample.labels for metric in REGISTRY.collect() for sample in metric.samples])
