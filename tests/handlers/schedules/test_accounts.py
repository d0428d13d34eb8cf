"""On which accounts a schedule in Slack runs: a filter, a saved view, what is ticked in a list."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from handlers.words import list_state
from models.domain.filters import ListState, TaskFilter
from models.domain.permissions import Role
from models.domain.values.schedules import Target
from models.messages import saved_views as views
from models.messages.saved_views import ViewInput
from models.schedules import records
from models.secrets.sealing import Sealer
from tests.factories import some_accounts, waiting_tasks
from tests.handlers.schedules.test_schedules import scheduled

pytestmark = [
    pytest.mark.usefixtures("bot"),
    pytest.mark.parametrize("transport", ["socket"], indirect=True),
]


async def _schedule_view(person: Person, name: str, words: str, *, after: str = "0") -> str:
    """Save a list under this name, and press *New schedule* in the menu beside it."""
    await person.say(f"/tasks {words}")
    await person.click(await person.wait_for_message("Total 2", after=after), "Save view")
    form = await person.wait_for_view("Save view")
    await person.fill(form, {"Name": name})
    assert await person.submit(form) is None
    await person.say("/tasks views")
    listed = await person.wait_for_message(f"{name} · mine")
    own = [block for block in listed["blocks"] if f"{name} · mine" in str(block)]
    await person.click({**listed, "blocks": own}, "New schedule")
    return str(listed["ts"])


async def test_of_a_saved_view_it_takes_the_group_and_type_or_the_accounts_of_its_tasks(
    ana: Person, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    first = await _schedule_view(ana, "All", "type:check group:emea")
    form = await ana.wait_for_view("New schedule")
    await ana.fill(form, {"When": "every day 06:00"})
    assert await ana.submit(form) is None
    await ana.wait_for_message("*Check* in *emea*")

    await _schedule_view(ana, "Waiting", "waiting type:check group:emea", after=first)
    form = await ana.wait_for_view("New schedule")
    await ana.fill(form, {"When": "every day 07:00"})
    assert await ana.submit(form) is None
    await ana.wait_for_message("on the accounts of the tasks")

    targets = [one.target for one in await records.every()]
    assert targets == [Target(group="emea"), Target(tasks="status:waiting type:check group:emea")]


async def test_a_filter_of_accounts_or_a_saved_view_is_taken_as_it_was_typed(
    ana: Person, sealer: Sealer
) -> None:
    await waiting_tasks(2, sealer)
    await views.save(
        ViewInput(owner="U0ANA", name="Morning", sheet=list_state.encode(ListState(filter=TaskFilter(types=("check",)))), by="U0ANA", role=Role.ADMIN),
        now=datetime.now(UTC),
        may_replace=lambda _: asyncio.sleep(0),
    )  # fmt: skip

    filtered = await scheduled(
        ana, "/tasks schedule check group:emea,emea login:unknown owner:me every day 06:00"
    )
    await ana.say("/tasks schedule check view:morning every day 07:00")
    await ana.wait_for_message("on the accounts of the tasks `type:check`")

    assert filtered.accounts == "login:unknown group:emea owner:<@U0ANA>"
    assert [one.target.tasks for one in await records.every()] == ["", "type:check"]


async def test_under_the_list_of_accounts_it_takes_those_that_are_ticked_or_its_filter(
    ana: Person, sealer: Sealer
) -> None:
    accounts = await some_accounts(2, sealer)
    await ana.say("/accounts login:unknown")
    listed = await ana.wait_for_message("Filter: login:unknown")

    await ana.click(listed, "New schedule")
    form = await ana.wait_for_view("New schedule")
    await ana.fill(form, {"When": "every day 06:00"})
    assert await ana.submit(form) is None
    await ana.wait_for_message("on the accounts that match `login:unknown`")
    await ana.select(listed, "Select accounts", [accounts[0].login])
    await ana.click(listed, "New schedule")
    form = await ana.wait_for_view("New schedule")
    await ana.fill(form, {"When": "every day 07:00"})
    assert await ana.submit(form) is None
    await ana.see(lambda: any("07:00" in ana.reads(one) for one in ana.messages("C0OPS")))

    assert [one.target for one in await records.every()] == [
        Target(accounts="login:unknown"),
        Target(account_ids=(accounts[0].id,)),
    ]
