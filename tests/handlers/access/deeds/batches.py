"""Batches by the form for new tasks, and batches and operations that wait for a second person: see ``changes``."""

from handlers.slack.ids import Do, Form
from models.batches import approvals, plans
from models.batches.approvals import Approval
from models.domain.lifecycle import Status
from models.domain.values.batches.requests import BatchRequest
from models.sql import transaction
from models.tables.accounts import Account
from models.tables.tasks import Task
from tests.handlers.access.results import WHO
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW


async def wished() -> int:
    """A batch somebody else asked for, that waits for a second person."""
    accounts = tuple([account.id for account in await Account.all()])
    wish = BatchRequest(
        type="create_bm", account_ids=accounts, params={"bm_name": "B"}, by="U0FIRST", channel="C0OPS"
    )
    await transaction(lambda: approvals.ask_for_batch(wish, now=NOW))
    return (await Approval.all())[0].id


async def planned() -> int:
    """A second business manager, asked about."""
    await Task.filter(id=1).update(type="create_bm", status=Status.ENDED)
    plan = await plans.plan_ids("repeat", [1], by=WHO, channel="C0OPS", now=NOW)
    return plan.id


async def create(harness: BoltHarness, _: int, *, user: str = WHO) -> None:
    values = {
        "type": {Do.CHOOSE_TYPE: {"selected_option": {"value": "check"}}},
        "group": {Do.CHOOSE_GROUP: {"selected_option": {"value": "emea"}}},
    }
    await harness.submit(Form.NEW_TASKS, user=user, private="C0OPS", values=values)


async def create_for_two(harness: BoltHarness, _: int) -> None:
    values = {
        "type": {Do.CHOOSE_TYPE: {"selected_option": {"value": "create_bm"}}},
        "group": {Do.CHOOSE_GROUP: {"selected_option": {"value": "emea"}}},
        "parameter:bm_name": {Do.TYPE_PARAMETER: {"value": "Second"}},
    }
    await harness.submit(Form.NEW_TASKS, user=WHO, private="C0OPS", values=values)
