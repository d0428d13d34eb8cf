"""The form for a list of tasks."""

import pytest

from handlers.slack.ids import Do, Form
from tests.handlers.bolt_harness import BoltHarness

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
