"""Whatever goes wrong, the person gets one sentence, and never the machine's own words."""

import errno
import sqlite3
from contextlib import closing

import asyncpg
import pytest
from tortoise.exceptions import OperationalError

from handlers.error_replies import answering
from handlers.slack.request import Request
from models.domain.errors import BadFilter
from tests.handlers.recording_slack import RecordingSlack

_REQUEST = Request(key="k", user="U0ANA", channel="C0OPS", action="refresh")


async def _answer(error: Exception, slack: RecordingSlack) -> str:
    async def work() -> None:
        raise error

    await answering(work(), _REQUEST, slack.services())
    return "".join(slack.said)


async def test_a_rule_that_was_broken_is_told_in_its_own_words() -> None:
    assert await _answer(BadFilter("There is no status `x`."), RecordingSlack()) == "There is no status `x`."


async def test_what_nobody_foresaw_is_told_with_a_number_and_without_its_text() -> None:
    answer = await _answer(RuntimeError("password hunter2"), RecordingSlack())

    assert "Something went wrong in Bellhop. Nothing was lost" in answer
    assert "Reference" in answer
    assert "hunter2" not in answer


@pytest.mark.parametrize("code", ["expired_trigger_id", "exchanged_trigger_id"])
async def test_an_answer_that_came_too_late_asks_for_another_try(code: str) -> None:
    slack = RecordingSlack(refuses=code)

    async def work() -> None:
        try:
            await slack.views_open(view={})
        finally:
            slack.refuses = ""

    await answering(work(), _REQUEST, slack.services())

    assert slack.said == ["That took longer than Slack waits, so nothing was opened. Please try again."]


async def test_a_refusal_of_slack_is_named() -> None:
    slack = RecordingSlack(refuses="invalid_blocks")

    async def work() -> None:
        try:
            await slack.views_open(view={})
        finally:
            slack.refuses = ""

    await answering(work(), _REQUEST, slack.services())

    assert "`invalid_blocks`" in slack.said[0]


async def test_a_lost_answer_stops_nothing() -> None:
    assert await _answer(BadFilter("x"), RecordingSlack(refuses="channel_not_found")) == ""


async def test_what_went_well_is_answered_by_nobody() -> None:
    slack = RecordingSlack()

    async def work() -> None:
        slack.said.append("done")

    await answering(work(), _REQUEST, slack.services())

    assert slack.said == ["done"]


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (OSError(errno.EROFS, "Read-only file system"), "the disk can only be read"),
        (OperationalError(asyncpg.DiskFullError("could not extend file")), "the disk is full"),
    ],
)
async def test_a_disk_that_takes_nothing_is_told(error: Exception, why: str) -> None:
    answer = await _answer(error, RecordingSlack())

    assert f"Bellhop cannot save anything right now: {why}. Nothing was lost; try again when" in answer


async def test_a_database_that_cannot_grow_is_told() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute("PRAGMA max_page_count=2")
        database.execute("CREATE TABLE one (x)")
        with pytest.raises(sqlite3.OperationalError) as full:
            database.execute("CREATE TABLE two (x)")

    assert "the disk is full" in await _answer(OperationalError(full.value), RecordingSlack())
