"""A file into somebody's messages: who asked for it is told what is so, also where Slack does not say."""

import pytest

from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack import uploads
from bot.slack.direct_files import file_sender
from bot.slack.pacing import slack_client
from handlers.slack.services import DirectFile
from models.domain.errors import MayStand, NotTaken
from tests.gateway import Instead, gateway

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
_SHARE = "files.completeUploadExternal"


async def _allowed() -> None:
    return None


async def _send(slack: LocalSlack, instead: Instead) -> None:
    slack.switches.set({"rate_limits": False, "latency_ms": [0, 0]})
    file = DirectFile(user="U0BEN", name="tasks.csv", words="Here they are", file=b"1", ask=_allowed)
    async with gateway(slack, instead) as url:
        client = slack_client(Settings(slack_api_url=url, slack_bot_token=slack.workspace.bot_token))
        await file_sender(client)(file)


def _texts(slack: LocalSlack) -> list[str]:
    rooms = slack.books()["channels"]
    return [message["text"] for room in rooms for message in room["messages"] if not message.get("deleted")]


async def test_a_file_that_stands_there_is_no_failure_whatever_was_answered(slack: LocalSlack) -> None:
    await _send(slack, Instead(method=_SHARE, status=504, body="<html>late</html>", done=True))

    assert "Here they are" in _texts(slack)


async def test_one_that_may_come_still_keeps_its_announcement_and_says_so(
    slack: LocalSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_LOOKS", (0.0,))  # it never comes: one look shows as much as five
    with pytest.raises(MayStand, match="may stand there"):
        await _send(
            slack, Instead(method=_SHARE, status=502, body="bad gateway", type="text/plain", done=False)
        )

    assert "Here they are" in _texts(slack)


async def test_one_that_slack_refuses_leaves_no_announcement(slack: LocalSlack) -> None:
    refusal = '{"ok":false,"error":"storage_limit_reached"}'
    with pytest.raises(NotTaken, match="no room") as raised:
        await _send(
            slack, Instead(method=_SHARE, status=200, body=refusal, type="application/json", done=False)
        )

    assert not isinstance(raised.value, MayStand)
    assert "Here they are" not in _texts(slack)
