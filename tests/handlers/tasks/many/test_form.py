"""The form for a list of tasks."""

import pytest

from handlers.slack.ids import Do, Form
from models.accounts import holds
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.tasks import Batch
from tests.factories import some_accounts, waiting_tasks
from tests.handlers.access.deeds import batches
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
ADMIN = "U0FIRST"


async def test_the_form_for_new_tasks_leads_to_the_one_for_a_list_with_its_type() -> None:
    harness = BoltHarness()
    view = {
        "id": "V1", "private_metadata": "C0OPS", "callback_id": Form.NEW_TASKS,
        "state": {"values": {"type": {Do.CHOOSE_TYPE: {"selected_option": {"value": "create_page"}}}}},
    }  # fmt: skip

    await harness.send(
        "action",
        Do.NEW_TASK_LIST,
        user=ADMIN,
        view=view,
        actions=[{"action_id": Do.NEW_TASK_LIST, "value": ""}],
    )

    drawn = harness.slack.updated[-1]
    (kind,) = [block["element"] for block in drawn["blocks"] if block.get("block_id") == "list_type"]
    assert (drawn["private_metadata"], kind["initial_option"]["value"]) == ("C0OPS", "create_page")


async def test_the_form_for_new_tasks_warns_of_what_a_list_is_judged_by(sealer: Sealer) -> None:
    accounts = await some_accounts(3, sealer)
    await holds.hold([accounts[0].id], why="away", by=ADMIN, now=NOW)
    await Account.filter(id=accounts[1].id).update(needs_proxy=True)
    harness = BoltHarness()

    await batches.create(harness, 0, user=ADMIN)
    await batches.create(harness, 0, user=ADMIN)

    first, second = (text for text in harness.slack.said if "Created 3 tasks" in text)
    assert "1 account: on hold, so the task waits until the hold ends." in first
    assert "1 account: no proxy that answers" in first
    assert "of this type waited" not in first
    assert "3 accounts: a task of this type waited or ran there already." in second


async def test_the_form_for_new_tasks_asks_first_where_a_page_of_the_name_was_made_before(
    sealer: Sealer,
) -> None:
    await waiting_tasks(2, sealer, kind="create_page")
    harness = BoltHarness()
    values = {
        "type": {Do.CHOOSE_TYPE: {"selected_option": {"value": "create_page"}}},
        "group": {Do.CHOOSE_GROUP: {"selected_option": {"value": "emea"}}},
        "parameter:page_name": {Do.TYPE_PARAMETER: {"value": "SHOP"}},
        "parameter:category": {Do.TYPE_PARAMETER: {"selected_option": {"value": "Artist"}}},
    }
    await harness.submit(Form.NEW_TASKS, user=ADMIN, private="C0OPS", values=values)
    refused, batches_before = harness.errors, await Batch.all().count()
    ticked = {"second": {Do.ALLOW_SECOND: {"selected_options": [{"value": "yes"}]}}}

    await harness.submit(Form.NEW_TASKS, user=ADMIN, private="C0OPS", values=values | ticked)

    assert "An earlier task uses this name on emea00, emea01." in refused["parameter:page_name"]
    assert (harness.errors, batches_before, await Batch.all().count()) == ({}, 1, 2)
