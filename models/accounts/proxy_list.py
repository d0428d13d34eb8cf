"""The proxies as people look at them: a page of the list, those to be tested, what one is called."""

from collections.abc import Mapping, Sequence

from models.accounts.records import shown_address
from models.domain.lifecycle import Status
from models.domain.proxies import ProxyAddress
from models.domain.values.proxies import ListedProxy, ProxyFilter, ProxyPage
from models.sql import rows, rows_of_many
from models.tables.accounts import Account, Proxy

PAGE = 20  # proxies
_STEP = 10_000  # proxies read at once
_NAMED = 3  # logins of one proxy
# A task speaks of its latest attempt: one that ran again by another proxy is nobody's failure any more.
_FAILED = """
FROM task t JOIN attempt a ON a.task_id = t.id AND a.number = t.attempt
WHERE t.status = :status AND a.proxy_id IS NOT NULL
"""
# One that nobody uses any more fails nobody, whatever it answered last.
_BROKEN = "(p.answers = :no AND p.id IN (SELECT proxy_id FROM account WHERE proxy_id IS NOT NULL))"
_FAILING = f"({_BROKEN} OR p.id IN (SELECT a.proxy_id {_FAILED}))"
_COUNTED = f"SELECT COUNT(*) AS total, SUM(CASE WHEN {_FAILING} THEN 1 ELSE 0 END) AS failing FROM proxy p"  # noqa: S608
_ORDER = f"ORDER BY CASE WHEN {_BROKEN} THEN 0 ELSE 1 END, p.host, p.port, p.username, p.id"
_TASKS = f"SELECT a.proxy_id AS proxy, COUNT(*) AS n {_FAILED} AND a.proxy_id IN (:ids) GROUP BY a.proxy_id"
_ELSEWHERE = """
SELECT o.proxy_id FROM account o JOIN account_group g ON g.id = o.group_id
WHERE o.proxy_id IS NOT NULL AND g.name NOT IN (:groups)
"""
_USERS = """
SELECT proxy_id, login, n FROM (
    SELECT proxy_id, login, COUNT(*) OVER (PARTITION BY proxy_id) AS n,
        ROW_NUMBER() OVER (PARTITION BY proxy_id ORDER BY login) AS place
    FROM account WHERE proxy_id IN (:ids)) AS users
WHERE place <= :most ORDER BY proxy_id, place
"""


async def page(wanted: ProxyFilter) -> ProxyPage:
    """The page a filter asks for; a page beyond the last is the last."""
    (counted,) = await rows(_COUNTED, no=False, status=Status.NO_PROXY.value)
    total, failing = int(counted["total"]), int(counted["failing"] or 0)
    shown = failing if wanted.failing else total
    pages = max(1, -(-shown // PAGE))
    number = min(max(1, wanted.page), pages)
    where = f"WHERE {_FAILING}" if wanted.failing else ""
    ids = await _ids(where, skip=(number - 1) * PAGE, most=PAGE)
    return ProxyPage(
        rows=tuple(await listed(ids)),
        total=shown,
        page=number,
        pages=pages,
        failing=failing,
        wanting=await Account.filter(needs_proxy=True, proxy_id=None).count(),
    )


async def first(*, most: int, groups: frozenset[str] | None = None) -> tuple[list[int], int]:
    """The numbers of proxies in the list's order, and how many are left out of them.

    With ``groups``, only those that accounts of no other group use.
    """
    where = "WHERE 1 = 1" if groups is None else f"WHERE p.id NOT IN ({_ELSEWHERE})"
    ids = await _ids(where, skip=0, most=most, groups=groups or ())
    return ids, await Proxy.all().count() - len(ids)


async def listed(ids: Sequence[int]) -> list[ListedProxy]:
    """These proxies, in this order; one that is not there is left out."""
    proxies: dict[int, Proxy] = {}
    for at in range(0, len(ids), _STEP):
        proxies |= await Proxy.in_bulk(list(ids[at : at + _STEP]), "id")
    users = await _users(ids)
    tasks = await rows_of_many(_TASKS, ids, status=Status.NO_PROXY.value)
    failed = {row["proxy"]: int(row["n"]) for row in tasks}
    return [
        _listed(proxies[number], *users.get(number, (0, ())), failed.get(number, 0))
        for number in ids
        if number in proxies
    ]


async def called(address: ProxyAddress) -> list[int]:
    """The proxies at this host and port, of this user name if it has one."""
    same = Proxy.filter(host=address.host, port=address.port)
    same = same.filter(username=address.username) if address.username else same
    return [proxy.id for proxy in await same.order_by("id")]


def _listed(proxy: Proxy, accounts: int, logins: tuple[str, ...], failed_tasks: int) -> ListedProxy:
    address = shown_address(proxy)
    assert address is not None  # noqa: S101 - there is a proxy
    return ListedProxy(
        id=proxy.id,
        address=address,
        accounts=accounts,
        logins=logins,
        answers=proxy.answers,
        answered_at=proxy.answered_at,
        answer_ms=proxy.answer_ms,
        failed_at=proxy.failed_at,
        failure=proxy.failure,
        failed_tasks=failed_tasks,
    )


async def _users(ids: Sequence[int]) -> Mapping[int, tuple[int, tuple[str, ...]]]:
    """How many accounts use each proxy, and the first of them."""
    users: dict[int, tuple[int, tuple[str, ...]]] = {}
    for row in await rows_of_many(_USERS, ids, most=_NAMED):
        _, before = users.get(row["proxy_id"], (0, ()))
        users[row["proxy_id"]] = (int(row["n"]), (*before, str(row["login"])))
    return users


async def _ids(where: str, **values: object) -> list[int]:
    statement = f"SELECT p.id FROM proxy p {where} {_ORDER} LIMIT :most OFFSET :skip"  # noqa: S608 - fixed texts
    found = await rows(statement, no=False, status=Status.NO_PROXY.value, **values)
    return [int(row["id"]) for row in found]
