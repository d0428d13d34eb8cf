"""The jobs of planning, counted in clicks: buttons, choices in menus, and what a window is sent with."""

from typing import Any

import pytest

from bot.sandbox.slack import LocalSlack
from models.pauses.table import Pause
from models.schedules.tables import Schedule
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import some_accounts, waiting_tasks
from tests.handlers.batches.clicks import Counting

pytestmark = [
    pytest.mark.usefixtures("bot"),
    pytest.mark.parametrize("transport", ["socket"], indirect=True),
]


class Planner(Counting):
    """Counts two clicks for a choice in a menu: one opens it."""

    async def select(self, *given: Any, **named: Any) -> None:
        self.clicks += 2
        await super().select(*given, **named)


async def test_a_nightly_check_of_a_group_is_one_command_or_four_clicks(
    slack: LocalSlack, sealer: Sealer
) -> None:
    await some_accounts(2, sealer)
    async with Planner(slack.url, "U0ANA") as ana:
        await ana.say("/tasks schedule check group:emea every day 02:00")
        await ana.wait_for_message("Saved schedule 1")
        assert ana.clicks == 0

        await ana.say("/tasks")
        await ana.click(await ana.wait_for_message("Filter"), "New schedule")
        form = await ana.wait_for_view("New schedule")
        await ana.select(form, "Or a group", "emea")
        await ana.fill(form, {"When": "every day 02:00"})
        assert await ana.submit(form) is None

        await ana.wait_for_message("Saved schedule 2")
        assert ana.clicks == 4
    assert await Schedule.all().values_list("type", "group", "timing") == [("check", "emea", "0 2 * * *")] * 2


async def test_pausing_everything_is_one_command(slack: LocalSlack, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)
    async with Planner(slack.url, "U0ANA") as ana:
        await ana.say("/tasks pause all the site is down")

        await ana.wait_for_message("2 tasks wait, and no worker begins them.")
        assert ana.clicks == 0
    assert await Pause.all().values_list("type", "why") == [("", "the site is down")]


async def test_ten_pages_with_ten_names_are_three_clicks_and_a_paste(
    slack: LocalSlack, sealer: Sealer
) -> None:
    await some_accounts(10, sealer)
    names = [f"Shop {number}" for number in range(10)]
    lines = [f"emea{number:02},create_page,{name},Artist" for number, name in enumerate(names)]
    async with Planner(slack.url, "U0ANA") as ana:
        await ana.say("/tasks new")
        await ana.click(await ana.wait_for_view("New tasks"), "From a file or paste…")
        form = await ana.wait_for_view("Tasks from a list")
        await ana.fill(form, {"List": "\n".join(["account,type,page_name,category", *lines])})
        assert await ana.submit(form) is None
        assert await ana.submit(await ana.wait_for_view(lambda view: "10 ready" in ana.reads(view))) is None

        await ana.wait_for_view(lambda view: "Created 10 tasks" in ana.reads(view))
        assert ana.clicks == 3
    assert [task.params["page_name"] for task in await Task.all().order_by("id")] == names
