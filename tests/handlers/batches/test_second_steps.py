"""What follows on a batch: chosen with new tasks or by *Then…*, refused where it may not be, and told on both messages."""

from datetime import timedelta
from typing import Any

import pytest

from handlers.batches import batch_message, present_approval
from handlers.batches.blocks import batch as batch_blocks
from handlers.batches.steps import present
from handlers.slack.ids import Do, Form
from models.access import grants
from models.batches import approvals, create
from models.domain.permissions import Grant, Role
from models.domain.values.batches.approvals import ApprovalDetail
from models.domain.values.batches.second_steps import StepEnd
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Batch
from tests.factories import some_accounts
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW
from tests.models.batches.following.steps_of_two import all_end, followers, two_steps

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
ADMIN = "U0FIRST"
_PAGE = {"page_name": "Shop", "category": "Community"}


def _option(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


def _then(action: Do, kind: str, **params: str) -> dict[str, Any]:
    typed = {
        f"then:{name}": {Do.TYPE_THEN: _option(value) if name == "category" else {"value": value}}
        for name, value in params.items()
    }
    return {"then": {action: _option(kind)}} | typed


async def _new(harness: BoltHarness, then: dict[str, Any]) -> None:
    chosen = {"type": {Do.CHOOSE_TYPE: _option("check")}, "group": {Do.CHOOSE_GROUP: _option("emea")}}
    await harness.submit(Form.NEW_TASKS, user=ADMIN, private="C0OPS", values=chosen | then)


async def _save(harness: BoltHarness, then: dict[str, Any], user: str = ADMIN) -> Batch:
    batch = await Batch.all().order_by("id").first()
    assert batch
    await harness.submit(Form.SECOND_STEP, user=user, private=str(batch.id), values=then)
    return await Batch.get(id=batch.id)


async def test_new_tasks_have_a_second_step_whose_parameters_are_checked(sealer: Sealer) -> None:
    await some_accounts(1, sealer)
    harness = BoltHarness()

    await _new(harness, _then(Do.CHOOSE_THEN, "create_page", category="Community"))
    assert harness.errors == {"then:page_name": "Page name is needed."}
    assert await Batch.all().count() == 0
    await _new(harness, _then(Do.CHOOSE_THEN, "create_page", **_PAGE))

    batch = await Batch.get()
    assert (batch.then_type, batch.then_params, batch.then_by) == ("create_page", _PAGE, ADMIN)


async def test_a_second_person_approves_both_steps_at_once(sealer: Sealer) -> None:
    await some_accounts(2, sealer)

    await _new(BoltHarness(), _then(Do.CHOOSE_THEN, "create_bm", bm_name="Shop"))

    assert await Batch.all().count() == 0
    approval = await approvals.get(1)
    assert isinstance(approval, ApprovalDetail)
    asked = present_approval.question(approval, await approvals.about(approval)).words
    assert "*Check · 2 tasks, then Create BM* needs a second person." in asked
    assert "Then, for accounts that end done: *Create BM* · BM name: Shop" in asked
    assert "Your approval covers both steps." in asked
    await approvals.approve(1, by="U0BEN", now=NOW)
    assert (await Batch.get()).then_type == "create_bm"


async def test_a_batch_that_goes_on_gets_no_step_that_needs_a_second_person(sealer: Sealer) -> None:
    await two_steps(1, sealer, now=NOW, then=None)
    harness = BoltHarness()

    batch = await _save(harness, _then(Do.CHOOSE_STEP_TYPE, "create_bm", bm_name="Shop"))

    assert harness.errors["then"].startswith("Create BM needs a second person.")
    assert batch.then_type == ""


async def test_a_step_is_chosen_changed_until_it_begins_and_stopped(sealer: Sealer) -> None:
    tasks = await two_steps(2, sealer, now=NOW, then=None)
    harness = BoltHarness()

    assert (await _save(harness, _then(Do.CHOOSE_STEP_TYPE, "check"))).then_type == "check"
    assert (
        await _save(harness, _then(Do.CHOOSE_STEP_TYPE, "create_page", **_PAGE))
    ).then_type == "create_page"
    await Batch.all().update(then_by="U0ANA")
    await all_end(tasks[:1], now=NOW)
    await _save(harness, _then(Do.CHOOSE_STEP_TYPE, "check"))
    assert harness.errors == {"then": present.BEGUN}
    batch = await _save(harness, _then(Do.CHOOSE_STEP_TYPE, "none"))
    assert (batch.then_end, batch.then_ended_by) == (StepEnd.STOPPED, ADMIN)
    await all_end(tasks[1:], now=NOW)
    assert list(await followers()) == tasks[:1]


async def test_a_batch_that_is_over_or_follows_another_one_gets_no_step(sealer: Sealer) -> None:
    tasks = await two_steps(1, sealer, now=NOW)
    await all_end(tasks, now=NOW)
    second = await Batch.get(follows_id__isnull=False)
    harness = BoltHarness()
    values = _then(Do.CHOOSE_STEP_TYPE, "check")

    await harness.submit(Form.SECOND_STEP, user=ADMIN, private=str(second.id), values=values)
    assert harness.errors == {"then": present.OVER}
    await Batch.all().update(done_at=NOW, then_type="", follows_id=None)
    await harness.submit(Form.SECOND_STEP, user=ADMIN, private=str(second.id), values=values)
    assert harness.errors == {"then": present.OVER}


async def test_who_may_not_act_in_the_group_chooses_nothing(sealer: Sealer) -> None:
    await two_steps(1, sealer, now=NOW, then=None)
    grant = Grant(subject="U0BEN", role=Role.OPERATOR, group="apac")
    await transaction(lambda: grants.grant([grant], by=ADMIN, now=NOW))

    batch = await _save(BoltHarness(), _then(Do.CHOOSE_STEP_TYPE, "check"), user="U0BEN")

    assert batch.then_type == ""


async def test_both_messages_name_each_other_with_a_link_and_say_why_a_step_has_ended(sealer: Sealer) -> None:
    tasks = await two_steps(2, sealer, now=NOW)
    await all_end(tasks[:1], now=NOW)
    for batch in await Batch.all():
        await create.linked(batch.id, link=f"https://slack.example/{batch.id}")

    first, second = [await _drawn(batch.id) for batch in await Batch.all().order_by("id")]

    assert "Then, for accounts that end done: *Create page* · Page name: Shop · Category: Community" in first
    assert "1 task so far in <https://slack.example/2|batch 2>." in first
    assert "Follows <https://slack.example/1|batch 1>" in second
    assert ("Then…" in first, "Then…" in second) == (True, False)
    await Batch.filter(id=1).update(then_end=StepEnd.REFUSED, done_at=NOW)
    refused = await _drawn(1)
    assert "because <@U0ANA> may not create them any more" in refused
    assert "Then…" in refused


async def _drawn(number: int) -> str:
    batch = await create.get(number)
    assert batch
    return str(batch_blocks(await batch_message.view(batch, now=NOW + timedelta(minutes=5))))
