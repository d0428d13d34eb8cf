"""A bot on Enterprise Grid: members act, colleagues of other workspaces and strangers do not, whatever payloads leave out."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from bot import doctor
from bot.sandbox.slack import Grid, LocalSlack, Person, workspace
from bot.settings import Settings
from models.access.grants import Audit, GrantRow
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import waiting_tasks

pytestmark = [
    pytest.mark.usefixtures("bot"),
    pytest.mark.parametrize(
        ("installed", "way"),
        [("organisation", "socket"), ("organisation", "http"), ("workspace", "http")],
        scope="function",
    ),
]
_NO = "you may not see what Bellhop does."  # after "As somebody from another workspace", "As a guest"


@pytest.fixture
def transport(way: str) -> str:
    """Both: what a payload names differs here, and so may what Bolt makes of it."""
    return way


@pytest.fixture
async def slack(installed: str) -> AsyncIterator[LocalSlack]:
    async with LocalSlack(workspace(grid=Grid(is_org_wide=installed == "organisation"))) as server:
        yield server


@pytest.fixture
def config(config: Settings) -> Settings:
    return config.model_copy(update={"admins": ("U0ANA",)})


@pytest.fixture
async def people(slack: LocalSlack) -> AsyncIterator[dict[str, Person]]:
    async with AsyncExitStack() as stack:
        yield {
            name: await stack.enter_async_context(Person(slack.url, user_id))
            for name, user_id in {
                "ben": "U0BEN",  # Slack names the organisation as his team
                "chen": "U0CHEN",  # and another workspace as hers
                "wim": "W0WIM",
                "sara": "U0SARA",
                "gia": "U0GIA",
            }.items()
        }


async def test_members_act_by_everyone_and_by_a_user_group_and_strangers_stay_strangers(
    ana: Person, people: dict[str, Person], installed: str, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    await ana.say("/tasks access everyone viewer")
    await ana.wait_for_message("everyone is viewer")
    await ana.say("/tasks access <!subteam^S0OPS|@ops> operator")
    await ana.wait_for_message("Done: <!subteam^S0OPS> is operator")

    for name in ("chen", "sara", "gia", "wim"):
        may = name == "chen" or (name == "wim" and installed == "organisation")
        await people[name].say("/tasks")
        await people[name].wait_for_message("Total 2" if may else _NO)

    ben = people["ben"]
    await ben.visit_home()
    await ben.wait_for_home("Total 2")
    await ben.say("/tasks")
    drawn = await ben.wait_for_message("Total 2")
    await ben.select(drawn, "Select tasks", ["#1", "#2"])
    await ben.click(drawn, "Cancel execution")
    await ben.submit(await ben.wait_for_view("Cancel execution"))
    await ben.wait_for_message("Canceled 2 · Skipped 0")

    assert {task.status for task in await Task.all()} == {"canceled"}
    assert await Audit.filter(actor="U0BEN", allowed=True).exists()


async def test_a_colleague_with_a_w_id_is_granted_by_name_and_doctor_names_the_place(
    ana: Person, people: dict[str, Person], installed: str, config: Settings, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)

    await ana.say("/tasks access <@W0WIM|wim> viewer")

    await ana.wait_for_message("Done: <@W0WIM> is viewer.")
    await people["wim"].say("/tasks by:@wim")
    await people["wim"].wait_for_message("Total 0")
    assert await GrantRow.filter(subject="W0WIM").exists()
    says = next(result.says for result in await doctor.examine(config) if result.name == "Slack")
    assert says == (
        "bellhop in Acme, the whole organisation"
        if installed == "organisation"
        else "bellhop in Acme Accounts"
    )
