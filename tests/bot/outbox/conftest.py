"""A relay to the local Slack."""

import pytest

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack.pacing import slack_client
from handlers.slack import users
from handlers.slack.users import People
from tests.bot.outbox.kinds import BEN, allow


@pytest.fixture
async def relay(database: str, slack: LocalSlack) -> OutboxRelay:
    """A relay for which Ben is an operator and Chen the first admin."""
    slack.switches.set({"rate_limits": False, "latency_ms": [0, 0]})
    client = slack_client(Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token))
    await allow(BEN)
    return OutboxRelay(client, People(client, admins=("U0CHEN",), team=None))


@pytest.fixture(autouse=True)
def no_answer_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests let hours go by between two deliveries, and no second."""
    monkeypatch.setattr(users, "_KEEP_NO_ANSWER", 0.0)
