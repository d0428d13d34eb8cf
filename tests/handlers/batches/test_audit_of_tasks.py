"""``/tasks audit id:…`` shows what was done with a task, also where it was one of many."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.access import audit
from models.domain.values.audit import AuditFilter
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import some_accounts, waiting_tasks

MANY = 30  # a line names fewer


@pytest.fixture
async def ben(slack: LocalSlack) -> AsyncIterator[Person]:
    async with Person(slack.url, "U0BEN") as person:
        yield person


async def _deeds(task_id: int) -> list[str]:
    return [line.action for line in await audit.page(AuditFilter(task_id=task_id))]


@pytest.mark.usefixtures("bot")
async def test_an_operation_and_its_undo_are_found_by_the_last_of_its_tasks(
    ana: Person, sealer: Sealer
) -> None:
    *_, last = ids = await waiting_tasks(MANY, sealer)
    other = (await waiting_tasks(1, sealer, group="apac"))[0]
    await ana.say("/tasks group:emea")
    await ana.click(await ana.wait_for_message(f"Total {MANY}"), "Select all")
    await ana.click(await ana.wait_for_view("Select all"), "Cancel execution")
    await ana.submit(await ana.wait_for_view("Cancel execution"))
    await ana.click(
        await ana.wait_for_message(
            lambda said: f"Canceled {MANY}" in ana.reads(said) and "[Undo]" in ana.reads(said)
        ),
        "Undo",
    )
    await ana.wait_for_message("Undone")

    for task_id in (ids[0], last):
        assert await _deeds(task_id) == ["undo", "cancel"]
    assert await _deeds(other) == []
    await ana.say(f"/tasks audit id:{last}")
    assert "operation" in ana.reads(await ana.wait_for_message("*undo*"))


@pytest.mark.usefixtures("bot")
async def test_who_created_a_task_is_found_by_the_task(ana: Person, sealer: Sealer) -> None:
    await some_accounts(3, sealer)
    await ana.say("/tasks new")
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Group": "emea"})
    assert await ana.submit(form) is None

    for task in await Task.all():
        assert await _deeds(task.id) == ["create"]


class TestBehindASecondPerson:
    @pytest.fixture
    def config(self, config):
        return config.model_copy(update={"approve_above": 2})

    @pytest.mark.usefixtures("bot")
    async def test_whose_yes_made_a_task_is_found_by_the_task(
        self, ana: Person, ben: Person, sealer: Sealer
    ) -> None:
        await some_accounts(3, sealer)
        await ana.say("/tasks new")
        form = await ana.wait_for_view("New tasks")
        await ana.fill(form, {"Group": "emea"})
        assert await ana.submit(form) is None
        await ben.click(await ben.wait_for_message("needs a second person."), "Approve")
        await ben.wait_for_message("was approved by")

        assert [await _deeds(task.id) for task in await Task.all()] == [["approve"]] * 3
