"""The tasks of a batch that ended as *No proxy*, grouped by what is wrong: one repair helps many."""

from collections.abc import Sequence

from models.accounts.records import shown_address
from models.domain.lifecycle import Status
from models.domain.proxies import ProxyTrouble
from models.sql import rows
from models.tables.accounts import Proxy
from models.tables.tasks import Task

_NAMED = 5  # logins listed one by one
_GROUPED = """
SELECT a.cause, p.id AS proxy, COUNT(*) AS tasks, COUNT(DISTINCT t.account_id) AS accounts FROM task t
JOIN attempt a ON a.task_id = t.id AND a.number = t.attempt JOIN account o ON o.id = t.account_id
LEFT JOIN proxy p ON p.id = o.proxy_id
WHERE t.batch_id = :batch AND t.status = :status GROUP BY a.cause, p.id ORDER BY COUNT(*) DESC, a.cause, p.id
"""
_LOGINS = """
SELECT DISTINCT o.login FROM task t JOIN attempt a ON a.task_id = t.id AND a.number = t.attempt
JOIN account o ON o.id = t.account_id WHERE t.batch_id = :batch AND t.status = :status AND a.cause = :cause
AND COALESCE(o.proxy_id, 0) = :proxy ORDER BY o.login LIMIT :most
"""


async def of_batch(batch_id: int) -> tuple[ProxyTrouble, ...]:
    """What keeps tasks of a batch from running, the most troublesome first."""
    asked = {"batch": batch_id, "status": Status.NO_PROXY.value}
    groups = await rows(_GROUPED, **asked)
    proxies = await Proxy.in_bulk([row["proxy"] for row in groups if row["proxy"]], "id")
    troubles = [
        ProxyTrouble(
            cause=row["cause"],
            proxy=shown_address(proxies.get(row["proxy"])),
            tasks=int(row["tasks"]),
            accounts=int(row["accounts"]),
            logins=await _logins(cause=row["cause"], proxy=row["proxy"] or 0, **asked),
        )
        for row in groups
    ]
    return tuple(troubles)


async def tasks_of(batch_id: int) -> Sequence[int]:
    """The tasks themselves."""
    tasks = Task.filter(batch_id=batch_id, status=Status.NO_PROXY).order_by("id")
    return [int(task_id) for task_id in await tasks.values_list("id", flat=True)]  # pyright: ignore[reportArgumentType]


async def _logins(**asked: object) -> tuple[str, ...]:
    return tuple([str(row["login"]) for row in await rows(_LOGINS, most=_NAMED, **asked)])
