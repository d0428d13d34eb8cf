"""An export is long: nobody's clicks wait for it."""

import asyncio
from typing import BinaryIO

import pytest

from bot.sandbox.slack import LocalSlack, Person
from handlers.exports import file as export_file
from handlers.exports.file import Lines
from models.domain.permissions import Role
from models.secrets.sealing import Sealer
from tests.bot.outbox.kinds import allow
from tests.factories import waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def test_no_click_on_a_shared_list_waits_for_an_export_of_it(
    ana: Person, slack: LocalSlack, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waiting_tasks(1, sealer)
    await allow("U0BEN", Role.VIEWER)
    write, begun, may_end = export_file.write, asyncio.Event(), asyncio.Event()

    async def slow(lines: Lines, file: BinaryIO) -> int:
        begun.set()
        await may_end.wait()
        return await write(lines, file)

    monkeypatch.setattr(export_file, "write", slow)
    await ana.say("/tasks")
    await ana.click(await ana.wait_for_message("Total 1"), "Share")
    shared = await ana.wait_for_message("· Live")
    async with Person(slack.url, "U0BEN") as ben:
        await ben.click(await ben.wait_for_message("· Live"), "Export")
        await begun.wait()

        await ana.click(shared, "Filter")
        await ana.wait_for_view("Filter")
        await ben.click(await ben.wait_for_message("· Live"), "Filter")
        await ben.wait_for_view("Filter")

    may_end.set()
    await slack.until(
        lambda books: any(call["method"] == "files.completeUploadExternal" for call in books["calls"])
    )
