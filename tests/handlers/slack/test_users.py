"""The reader's time zone: asked once, and UTC when it cannot be known."""

from time import monotonic
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.users import People
from tests.handlers.recording_slack import RecordingSlack


def _people(slack: RecordingSlack) -> People:
    return People(cast("AsyncWebClient", slack))


async def test_slack_is_asked_once_for_each_reader() -> None:
    slack = RecordingSlack(zone="Asia/Kathmandu")
    people = _people(slack)

    zones = [await people.zone(user) for user in ("U0ANA", "U0ANA", "U0BEN")]

    assert zones == [ZoneInfo("Asia/Kathmandu")] * 3
    assert slack.asked == ["U0ANA", "U0BEN"]


async def test_a_zone_nobody_knows_is_utc() -> None:
    assert await _people(RecordingSlack(zone="Mars/Olympus")).zone("U0ANA") == ZoneInfo("UTC")
    assert await _people(RecordingSlack(zone="../../etc/passwd")).zone("U0ANA") == ZoneInfo("UTC")


async def test_while_slack_cannot_be_asked_times_are_utc_and_it_is_asked_again_after_some_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slack = RecordingSlack(zone="Asia/Tokyo", refuses="internal_error")
    people = _people(slack)
    assert await people.zone("U0ANA") == ZoneInfo("UTC")

    slack.refuses = ""

    assert await people.zone("U0ANA") == ZoneInfo("UTC")  # a form's transaction does not wait for Slack again
    monkeypatch.setattr("handlers.slack.users.monotonic", lambda: monotonic() + 5)
    assert await people.zone("U0ANA") == ZoneInfo("Asia/Tokyo")
