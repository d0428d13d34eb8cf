"""Exports that are refused, given up, or asked for twice."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.sandbox.slack import LocalSlack, Person
from handlers.exports import export
from models.secrets.sealing import Sealer
from models.tasks import export_runs
from tests.factories import waiting_tasks
from tests.handlers.exports import reading

pytestmark = pytest.mark.usefixtures("bot")


async def test_one_person_has_one_export_at_a_time_over_all_processes(
    ana: Person, slack: LocalSlack, sealer: Sealer, now: datetime
) -> None:
    await waiting_tasks(1, sealer)
    of_another_process = await export_runs.begin("U0ANA", now=now)
    assert of_another_process

    await ana.say("/tasks export")
    await ana.wait_for_message("Your last export is not finished yet.")
    assert reading.files(slack) == []

    await export_runs.over(of_another_process)
    await ana.say("/tasks export")
    await reading.file(ana)
    assert not await export_runs.ExportRun.exists()


@pytest.mark.parametrize(
    ("method", "answer", "sentence"),
    [
        ("files.getUploadURLExternal", "storage_limit_reached", "The workspace has no room for files left."),
        ("files.completeUploadExternal", "file_uploads_disabled", "an admin of it has switched them off."),
        ("files.getUploadURLExternal", "lost", "Slack did not take the file"),
        ("upload", "500", "Slack did not take the file"),
        ("upload", "lost", "Slack did not take the file"),
        ("chat.postMessage", "internal_error", "(`internal_error`)"),
    ],
)
async def test_where_slack_refuses_the_asker_is_told_and_may_ask_again(
    ana: Person, slack: LocalSlack, sealer: Sealer, method: str, answer: str, sentence: str
) -> None:
    await waiting_tasks(1, sealer)
    await ana.wait_for_message("Check · 1 task")
    slack.switches.fail(method, answer)

    await ana.say("/tasks export")

    answer = await ana.wait_for_message("Slack did not take the file, so nothing came to your messages.")
    assert sentence in ana.reads(answer)
    assert reading.files(slack) == []
    assert not any("Export ·" in ana.reads(message) for message in ana.messages(reading.MINE))
    await ana.say("/tasks export")
    await reading.file(ana)


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_slack_that_is_asked_too_much_is_asked_again(
    ana: Person, slack: LocalSlack, sealer: Sealer, method: str
) -> None:
    await waiting_tasks(1, sealer)
    slack.switches.fail(method, "429", times=2, retry_after=1)

    await ana.say("/tasks export")

    _, lines = await reading.file(ana)
    assert len(lines) == 1


async def test_an_export_that_takes_too_long_is_given_up_and_that_is_said(
    ana: Person, slack: LocalSlack, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waiting_tasks(1, sealer)
    with monkeypatch.context() as hurried:
        hurried.setattr(export, "_LONGEST", timedelta(0))
        await ana.say("/tasks export")
        await ana.wait_for_message("That export took more than 5 minutes, so it was stopped.")
    assert reading.files(slack) == []

    await ana.say("/tasks export")
    await reading.file(ana)


@pytest.fixture
async def ben(slack: LocalSlack) -> AsyncIterator[Person]:
    async with Person(slack.url, "U0BEN") as person:
        yield person


async def test_who_may_not_see_gets_no_file_and_a_viewer_does(
    ana: Person, ben: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)
    posted: Any = await ben.wait_for_message("Check · 1 task")

    await ben.say("/tasks export")
    await ben.wait_for_message("You may not see what Bellhop does.")
    await ben.click(posted, "Export")
    await ben.see(
        lambda: (
            len([message for message in ben.messages() if "You may not see" in ben.reads(message)]) == 2
            or None
        )
    )
    assert reading.files(slack) == []

    await ana.say("/tasks access <@U0BEN|ben> viewer")
    await ana.wait_for_message("Done: <@U0BEN> is viewer.")
    await ben.click(posted, "Export")
    await ben.wait_for_message(lambda message: bool(message.get("files")), channel="D0BEN")
