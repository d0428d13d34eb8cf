"""How long Slack wants to be left alone, from a header that anything between it and us may have written."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.pacing import retry_after


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7), ("0", 0), ("999", 120), ("", 30), ("soon", 30), ("nan", 30), ("inf", 30), ("-1", 30),
        ("1" * 5000, 30), ("Wed, 21 Oct 2026 07:28:00 GMT", 30), ("٣", 30),
    ],
)  # fmt: skip
def test_a_header_that_is_no_number_of_seconds_is_as_none(said: str, seconds: float) -> None:
    answer = SlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data={}, headers={"Retry-After": said}, status_code=429
    )  # fmt: skip

    assert retry_after(SlackApiError("limited", answer), otherwise=30, most=120) == seconds
