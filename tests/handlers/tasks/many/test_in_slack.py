"""A list of tasks through the local Slack, which refuses what Slack refuses: a paste and a file."""

import pytest

from bot.sandbox.slack import Person
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import some_accounts

pytestmark = [pytest.mark.usefixtures("bot"), pytest.mark.parametrize("transport", ["socket"], indirect=True)]


async def test_a_paste_is_previewed_and_its_good_lines_created(ana: Person, sealer: Sealer) -> None:
    await some_accounts(2, sealer)
    await ana.say("/tasks new")
    await ana.click(await ana.wait_for_view("New tasks"), "From a file or paste…")
    form = await ana.wait_for_view("Tasks from a list")
    await ana.fill(
        form, {"List": "account,type\nemea00,check\nemea01,check\nnobody,check\n", "Why": "launch"}
    )

    assert await ana.submit(form) is None
    preview = await ana.wait_for_view(lambda view: "3 lines: 2 ready" in ana.reads(view))
    assert await ana.submit(preview) is None

    await ana.wait_for_view(lambda view: "Created 2 tasks: #1 to #2." in ana.reads(view))
    await ana.wait_for_message(lambda message: bool(message.get("files")), channel="D0ANA")
    assert await Task.all().count() == 2


async def test_a_file_that_cannot_be_read_leaves_the_form_open_and_a_good_one_goes_on(
    ana: Person, sealer: Sealer
) -> None:
    await some_accounts(1, sealer)
    await ana.say("/tasks new list")
    form = await ana.wait_for_view("Tasks from a list")
    await ana.fill(form, {"File": [await ana.upload("bad.csv", b"who\nann\n")], "Why": "launch"})
    assert await ana.submit(form) is None

    form = await ana.wait_for_view(lambda view: "The first row must be the header" in ana.reads(view))
    await ana.fill(form, {"File": [await ana.upload("good.csv", b"account,type\nemea00,check\n")]})
    assert await ana.submit(form) is None

    await ana.wait_for_view(lambda view: "1 line: 1 ready" in ana.reads(view))
