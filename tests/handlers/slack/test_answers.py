"""An answer always comes: where it was asked, or, if that cannot be, in the person's own messages."""

import pytest

from handlers.slack.request import Request
from tests.handlers.recording_slack import RecordingSlack

_CODES = ["channel_not_found", "not_in_channel"]


@pytest.mark.parametrize("code", _CODES)
async def test_where_the_bot_cannot_speak_the_answer_comes_as_a_direct_message(code: str) -> None:
    class Outside(RecordingSlack):
        async def chat_postEphemeral(self, *, text: str, **more: object) -> None:  # noqa: N802 - Slack's own name
            self.refuses = code
            try:
                await super().chat_postEphemeral(text=text, **more)
            finally:
                self.refuses = ""

    slack = Outside()

    await slack.services().answer(Request(key="k", user="U0ANA", channel="C0OPS"), "hello")

    assert slack.said == ["U0ANA: hello"]


async def test_without_a_channel_the_answer_is_a_direct_message() -> None:
    slack = RecordingSlack()

    await slack.services().answer(Request(key="k", user="U0ANA"), "hello")

    assert slack.said == ["U0ANA: hello"]
