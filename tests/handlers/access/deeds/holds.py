"""The end of a hold, and a code, by who is responsible for the account, without a grant to release it."""

from datetime import timedelta

from handlers.slack.ids import Do, Form
from models.accounts import code_requests, holds
from models.sql import transaction
from models.tables.accounts import Account
from models.tasks import claims
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


async def a_worker_waits() -> int:
    """A worker that waits for a one-time code of this person's account."""
    await Account.all().update(owner=WHO)
    held = await claims.claim(1, worker="w", now=NOW)
    assert held is not None
    return await code_requests.ask(1, held.fence, until=NOW + timedelta(days=36500), now=NOW) or 0


async def give_a_code(harness: BoltHarness, number: int) -> None:
    values = {"code": {Do.FILL_HAND_OVER: {"value": "123456"}}}
    await harness.submit(Form.GIVE_CODE, user=WHO, private=str(number), values=values)


async def held() -> int:
    """An account that somebody put on hold by hand."""
    account = (await Account.all())[0].id
    await holds.hold([account], why="test", by="U0FIRST", now=NOW)
    return account
