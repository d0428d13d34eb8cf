"""A clock that differs from Slack's is told once, in the log."""

from datetime import datetime, timedelta, tzinfo

import pytest
from structlog.testing import capture_logs

from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack import client
from bot.slack.pacing import slack_client


@pytest.mark.parametrize(("hours", "told"), [(0, []), (72, [-72]), (-72, [72])])
async def test_a_clock_that_differs_from_slacks_is_told_once(
    slack: LocalSlack, monkeypatch: pytest.MonkeyPatch, hours: int, told: list[int]
) -> None:
    class Set(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(hours=hours)

    monkeypatch.setattr(client, "datetime", Set)
    caller = slack_client(Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token))

    with capture_logs() as lines:
        for _ in range(2):
            await caller.auth_test()

    assert [round(line["seconds"] / 3600) for line in lines] == told
