"""The help names what its reader may do, and nothing that would be refused."""

import json
import re
from typing import Any

import pytest

from models.access.grants import Audit
from models.secrets.sealing import Sealer
from tests.factories import waiting_tasks
from tests.handlers.access.conftest import given
from tests.handlers.bolt_harness import BoltHarness, Slack

COMMANDS = ("/tasks", "/accounts", "/proxies")


class Screen(Slack):
    """Keeps what is drawn."""

    async def chat_postEphemeral(self, *, text: str, **more: Any) -> None:  # noqa: N802 - Slack's own name
        self.said.append(json.dumps([text, more.get("blocks")], ensure_ascii=False))


@pytest.mark.parametrize("who", ["viewer", "operator", "admin"])
async def test_nothing_that_the_help_names_is_refused(sqlite: str, sealer: Sealer, who: str) -> None:
    del sqlite
    harness = BoltHarness(Screen())
    await waiting_tasks(1, sealer)
    await given(who)
    for command in COMMANDS:
        await harness.say(command, "help", user="U0WHO")
    named = re.findall(r"`(/[^`]+)` –", "\n".join(harness.slack.said))

    for typed in named:
        command, _, words = typed.partition(" ")
        await harness.say(command, words.replace("ann@example.com", "emea0"), user="U0WHO")

    assert [f"{line.action}: {line.about}" for line in await Audit.filter(allowed=False)] == []
    assert ("/tasks alerts add" in named) is (who == "admin")
    assert ("/tasks retry 4711 4712" in named) is (who != "viewer")
