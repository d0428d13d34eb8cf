"""*Edit…* on a card: the form, its refusals, and what becomes of the task."""

from dataclasses import replace
from typing import Any

import pytest

from bot.sandbox.slack.blockkit.surfaces import view_findings
from handlers.slack.ids import Do, Form
from handlers.slack.services import Services
from models.access.grants import Audit
from models.batches import approvals, edits, plans
from models.domain.values.batches.approvals import Policy
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Task
from tests.factories import claimed, ended, waiting_tasks
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW
from tests.handlers.tasks.edit_forms import ADMIN, private, submit

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


async def test_a_task_that_is_over_runs_again_with_what_was_typed(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    await ended(task_id)
    await Task.filter(id=task_id).update(ended_at=NOW)
    harness = BoltHarness()

    await submit(harness, await private(task_id, card=task_id), " Store ")

    assert harness.errors == {}
    assert (await Task.get(id=task_id)).params == {"page_name": "Store", "category": "Community"}
    assert harness.slack.notified == [task_id]
    assert "Page name: Shop → *Store*" in str(harness.slack.updated[-1])
    (line,) = await Audit.all()
    assert line.about == f"edits Page name of 1 task (Create page): #{task_id}"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Shop", "Change at least one field"),
        ("", "Page name is needed."),
        ("x" * 76, "can have up to 75 characters"),
    ],
)
async def test_what_cannot_be_used_is_said_at_its_field(sealer: Sealer, name: str, sentence: str) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    harness = BoltHarness()

    await submit(harness, await private(task_id, card=task_id), name)

    assert sentence in harness.errors["parameter:page_name"]
    assert (await Task.get(id=task_id)).params["page_name"] == "Shop"


async def test_a_task_that_was_claimed_meanwhile_is_not_changed(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    shown, harness = await private(task_id, card=task_id), BoltHarness()
    await claimed(task_id)

    await submit(harness, shown, "Store")

    assert "changed after this form was opened" in harness.errors["parameter:page_name"]
    assert (await Task.get(id=task_id)).params["page_name"] == "Shop"


async def test_a_type_that_needs_a_second_person_cannot_be_changed_alone(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_bm")
    await Task.filter(id=task_id).update(params={"bm_name": "First"})
    harness = BoltHarness()
    values = {"parameter:bm_name": {Do.TYPE_PARAMETER: {"value": "Second"}}}

    await harness.submit(
        Form.EDIT_TASKS, user=ADMIN, private=await private(task_id, card=task_id), values=values
    )

    assert "need an approval" in harness.errors["parameter:bm_name"]
    assert (await Task.get(id=task_id)).params == {"bm_name": "First"}


class _AsksAboveTwo(BoltHarness):
    def _services(self) -> Services:
        return replace(super()._services(), policy=Policy(above=2))


@pytest.mark.parametrize(("size", "name"), [(2, "Store"), (3, "Shop")])
async def test_a_task_of_a_batch_so_large_that_it_needs_a_second_person_cannot_be_changed_alone(
    sealer: Sealer, size: int, name: str
) -> None:
    task_id, *_ = await waiting_tasks(size, sealer, kind="create_page")
    harness = _AsksAboveTwo()

    await submit(harness, await private(task_id, card=task_id), "Store")

    assert (await Task.get(id=task_id)).params["page_name"] == name
    assert ("3 tasks, and so many need an approval" in str(harness.errors)) is (size == 3)


@pytest.mark.parametrize("answer", [None, "C0OPS"])
async def test_a_task_about_which_a_second_person_is_asked_is_as_large_as_the_question(
    sealer: Sealer, answer: str | None
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    others = await waiting_tasks(2, sealer, kind="create_page", group="apac")
    for one in (task_id, *others):
        await ended(one)
    plan = await plans.plan_ids("repeat", [task_id, *others], by=ADMIN, channel="C0OPS", now=NOW)
    if answer:
        await transaction(
            lambda: approvals.ask_for_operation(plan.id, size=3, by=ADMIN, channel=answer, now=NOW)
        )

    assert await edits.together_with([task_id]) == (3 if answer else 1)


async def test_the_button_on_the_card_opens_a_form_that_slack_takes(
    sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    await ended(task_id)
    harness, opened = BoltHarness(), list[dict[str, Any]]()

    async def push(*, view: dict[str, Any], **_more: Any) -> None:
        opened.append(view)

    monkeypatch.setattr(harness.slack, "views_push", push, raising=False)
    await harness.click(Do.EDIT_ONE, user=ADMIN, value=str(task_id))

    (view,) = opened
    assert view_findings(view) == []
    assert (view["title"]["text"], view["submit"]["text"]) == ("Edit and re-execute", "Re-execute")
    assert view["blocks"][-3]["element"]["initial_value"] == "Shop"
    assert "makes a *second* one" in str(view)
    await submit(harness, view["private_metadata"], "Shop")
    assert "Change at least one field" in harness.errors["parameter:page_name"]
