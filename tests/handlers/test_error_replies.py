"""Whatever goes wrong, the person gets one sentence, and never the machine's own words."""

import pytest

from handlers.error_replies import answering
from handlers.slack.request import Request
from models.domain.errors import BadFilter
from tests.handlers.recording_slack import Heard

_REQUEST = Request(key="k", user="U0ANA", channel="C0OPS", action="refresh")


async def _answer(error: Exception, heard: Heard) -> str:
    async def work() -> None:
        raise error

    await answering(work(), _REQUEST, heard.services())
    return "".join(heard.said)


async def test_a_rule_that_was_broken_is_told_in_its_own_words() -> None:
    assert await _answer(BadFilter("There is no status `x`."), Heard()) == "There is no status `x`."


async def test_what_nobody_foresaw_is_told_with_a_number_and_without_its_text() -> None:
    told = await _answer(RuntimeError("password hunter2"), Heard())

    assert "Something went wrong on our side. Nothing was lost" in told
    assert "Reference" in told
    assert "hunter2" not in told


@pytest.mark.parametrize("code", ["expired_trigger_id", "exchanged_trigger_id"])
async def test_an_answer_that_came_too_late_asks_for_another_try(code: str) -> None:
    heard = Heard(refuses=code)

    async def work() -> None:
        try:
            await heard.views_open(view={})
        finally:
            heard.refuses = ""

    await answering(work(), _REQUEST, heard.services())

    assert heard.said == ["That took longer than Slack waits, so nothing was opened. Please try again."]


async def test_a_refusal_of_slack_is_named() -> None:
    heard = Heard(refuses="invalid_blocks")

    async def work() -> None:
        try:
            await heard.views_open(view={})
        finally:
            heard.refuses = ""

    await answering(work(), _REQUEST, heard.services())

    assert "`invalid_blocks`" in heard.said[0]


async def test_a_lost_answer_stops_nothing() -> None:
    assert await _answer(BadFilter("x"), Heard(refuses="channel_not_found")) == ""


async def test_what_went_well_is_answered_by_nobody() -> None:
    heard = Heard()

    async def work() -> None:
        heard.said.append("done")

    await answering(work(), _REQUEST, heard.services())

    assert heard.said == ["done"]
