"""Tasks that failed with a cause, and what mends it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from models.accounts import holds
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, ProxyAnswer
from models.domain.triage.failures import FailureGroup, failures_of
from models.tables.tasks import Task
from models.tasks import claims, failures
from tests.factories import claimed

_LOGINS = {
    "wrong_password": LoginStatus.WRONG_PASSWORD,
    "checkpoint": LoginStatus.CHECKPOINT,
    "logged_out": LoginStatus.LOGGED_OUT,
}
_STATUSES = {"proxy_timeout": Status.NO_PROXY, "no_proxy_assigned": Status.NO_PROXY, "not_done": Status.ENDED}


async def fails(task_id: int, cause: str, *, result: str = "", at: datetime | None = None) -> Task:
    """The task, ended with this cause by the way of its account's proxy, if it has one."""
    task = await Task.get(id=task_id).select_related("account")
    proxy: int | None = task.account.proxy_id  # pyright: ignore[reportAttributeAccessIssue]
    went = (
        ProxyAnswer(proxy_id=proxy, failure="It does not answer." if "proxy" in cause else "")
        if proxy
        else None
    )
    login = _LOGINS.get(cause, LoginStatus.UNKNOWN)
    held, now = await claimed(task_id), at or datetime.now(UTC)
    assert await claims.begin(held, now=now)
    status = Status.ENDED if cause in _LOGINS else _STATUSES.get(cause, Status.UNKNOWN_ERROR)
    ending = AttemptOutcome(
        status=status, login_status=login, result=result or f"Not done: {cause}", cause=cause, proxy=went
    )
    assert await claims.settle(held, ending, now=now)
    return await Task.get(id=task_id)


async def failed_groups(
    wanted: TaskFilter = EVERYTHING, among: set[str] | None = None
) -> dict[str, FailureGroup]:
    asked = failures.Asked(
        filter=failures_of(wanted), zone=ZoneInfo("UTC"), now=datetime.now(UTC), among=among
    )
    return {group.code: group for group in (await failures.of(asked)).groups}


async def release(task_id: int) -> None:
    account: int = (await Task.get(id=task_id)).account_id  # pyright: ignore[reportAttributeAccessIssue]
    assert await holds.release([account], by="U0ANA", now=datetime.now(UTC))
