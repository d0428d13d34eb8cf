"""The end of a hold by who is responsible for its account, without a grant to release it."""

from handlers.slack.ids import Do
from models.accounts import holds
from models.sql import transaction
from models.tables.accounts import Account
from tests.handlers.access.results import WHO
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW


async def met() -> int:
    """A hold that a task met."""
    account = (await Account.all())[0].id
    await Account.filter(id=account).update(owner=WHO)
    held = await transaction(lambda: holds.begin(account, why="checkpoint: so", task_id=1, now=NOW))
    return held or 0


async def check_now(harness: BoltHarness, hold: int) -> None:
    await harness.click(Do.CHECK_NOW, user=WHO, value=str(hold))
