"""Things in a state, made the way the program makes them."""

from datetime import UTC, datetime

from models.accounts.records import save_accounts
from models.batches import create
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Claim
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tasks import claims


async def some_accounts(count: int, sealer: Sealer, *, group: str = "emea") -> list[Account]:
    """Accounts ``ann00``, ``ann01`` … of one group, with a password each."""
    records = [
        AccountRecord(login=f"{group}{n:02}", group=group, user_id=f"1000{n:04}", password=f"pw-{n}")
        for n in range(count)
    ]
    await save_accounts(records, sealer=sealer)
    return await Account.filter(group__name=group).order_by("login")


async def waiting_tasks(
    count: int, sealer: Sealer, *, kind: str = "check", by: str = "U0ANA", group: str = "emea"
) -> list[int]:
    """Tasks that wait, each on an account of its own. Return their ids, oldest first."""
    accounts = await some_accounts(count, sealer, group=group)
    params = {"create_page": {"page_name": "Shop", "category": "Community"}}.get(kind, {})
    ids = tuple(account.id for account in accounts)
    asked = BatchRequest(type=kind, account_ids=ids, params=params, by=by, channel="C0OPS")
    _, tasks = await create.create(asked, now=datetime.now(UTC))
    return tasks


async def claimed(task_id: int) -> Claim:
    """The task in a worker's hands, still starting."""
    held = await claims.claim(task_id, worker="worker", now=datetime.now(UTC))
    assert held is not None
    return held


async def ended(
    task_id: int,
    *,
    status: Status = Status.ENDED,
    login: LoginStatus = LoginStatus.LOGGED_IN,
    result: str = "logged in",
    cause: str = "",
) -> None:
    """The task, over."""
    held = await claimed(task_id)
    assert await claims.begin(held, now=datetime.now(UTC))
    ending = AttemptOutcome(status=status, login_status=login, result=result, cause=cause)
    assert await claims.settle(held, ending, now=datetime.now(UTC))
