"""What is known of the accounts that a list of tasks names: few statements, however long the list is."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.domain.task_files.line import ACCOUNT, TaskList
from models.domain.task_files.nearest import nearest
from models.domain.task_files.verdicts import Known, KnownAccount, name_of
from models.domain.task_types import TASK_TYPES
from models.domain.text import LONGEST_LOGIN, login_key
from models.sql import rows
from models.tasks.second_ones import MADE, ONCE, SECOND

_STEP = 2000  # names, or accounts, of one statement
_MOST_COMPARED = 50_000  # logins among which the nearest is looked for
_BEGINNING = 2  # letters of a login that are right in most slips
_ACCOUNTS = """
SELECT account.id, login, login_key, user_id, account_group.name AS name, needs_proxy, proxy_id, proxy.answers AS answers
FROM account JOIN account_group ON account_group.id = account.group_id LEFT JOIN proxy ON proxy.id = account.proxy_id
WHERE {which}
"""
_CALLED = "login IN (:names) OR login_key IN (:keys) OR (user_id <> '' AND user_id IN (:names))"
_HELD = "SELECT account_id, why FROM hold WHERE released_at IS NULL AND account_id IN (:ids)"
_UNDER_WAY = (
    "SELECT DISTINCT account_id, type FROM task WHERE account_id IN (:ids) "
    "AND status IN ('waiting', 'starting', 'executing')"
)
_MADE = (
    "SELECT account_id, type, params FROM task WHERE account_id IN (:ids) AND id NOT IN (:but) "  # noqa: S608 - fixed texts
    f"AND (({SECOND}) OR (type IN (:once) AND status = 'waiting'))"
)
# Former attempts of tasks that got other parameters since.
_MADE_BEFORE = f"""
SELECT task.account_id, task.type, former.params FROM task JOIN (
    SELECT task_id, params FROM attempt WHERE params IS NOT NULL AND {MADE}
) AS former ON former.task_id = task.id WHERE task.account_id IN (:ids) AND task.type IN (:once)
"""  # noqa: S608 - the same
_LOGINS = "SELECT login FROM account WHERE SUBSTR(login_key, 1, 2) IN (:beginnings) LIMIT :most"
_NO_PROXY, _NO_ANSWER = "The account needs a proxy and has none.", "The account's proxy does not answer."


async def of_list(tasks: TaskList) -> Known:
    """The accounts of a list, by the names as they stand there, and the nearest login of each unknown one."""
    names = list(dict.fromkeys(line.cells[ACCOUNT] for line in tasks.lines if ACCOUNT in line.cells))
    found = await _named([name for name in names if len(name) <= LONGEST_LOGIN])
    known = await of_accounts([row["id"] for row in found.values()])
    accounts = {name: known[row["id"]] for name, row in found.items()}
    unknown = [name for name in names if name not in accounts]
    return Known(accounts=accounts, near=await _near(unknown) if unknown else {})


async def of_accounts(ids: Sequence[int], *, but: Sequence[int] = ()) -> Mapping[int, KnownAccount]:
    """The accounts with these ids; one that is gone is left out. ``but``: tasks that get another name, so that theirs counts
    only where a former attempt has used it.
    """
    known = dict[int, KnownAccount]()
    for some in _in_steps(list(dict.fromkeys(ids))):
        held = {row["account_id"]: row["why"] for row in await rows(_HELD, ids=some)}
        under_way, made = await _under_way(some), await _made(some, but)
        for row in await rows(_ACCOUNTS.format(which="account.id IN (:ids)"), ids=some):
            number = row["id"]
            known[number] = KnownAccount(
                id=number,
                login=row["login"],
                group=row["name"],
                held=held.get(number, ""),
                dry=_dry(row),
                under_way=frozenset(under_way[number]),
                made=frozenset(made[number]),
            )
    return known


async def _named(names: Sequence[str]) -> Mapping[str, dict[str, Any]]:
    """The account that each of these names means: by its login as it is written, else by the login, else by its user id."""
    found = dict[str, dict[str, Any]]()
    for some in _in_steps(names):
        keys = {name: login_key(name) for name in some}
        accounts = await rows(
            _ACCOUNTS.format(which=_CALLED), names=some, keys=list(dict.fromkeys(keys.values()))
        )
        by = {column: _by(accounts, column) for column in ("login", "login_key", "user_id")}
        for name in some:
            same = by["login"].get(name) or by["login_key"].get(keys[name]) or by["user_id"].get(name) or []
            if len(same) == 1:
                found[name] = same[0]
    return found


def _by(accounts: Sequence[dict[str, Any]], column: str) -> Mapping[str, list[dict[str, Any]]]:
    found = defaultdict[str, list[dict[str, Any]]](list)
    for account in accounts:
        found[account[column]].append(account)
    return found


def _dry(row: Mapping[str, Any]) -> str:
    if row["proxy_id"] is None:
        return _NO_PROXY if row["needs_proxy"] else ""
    return _NO_ANSWER if row["answers"] is not None and not row["answers"] else ""


async def _under_way(ids: Sequence[int]) -> Mapping[int, set[str]]:
    found = defaultdict[int, set[str]](set)
    for row in await rows(_UNDER_WAY, ids=ids):
        found[row["account_id"]].add(row["type"])
    return found


async def _made(ids: Sequence[int], but: Sequence[int]) -> Mapping[int, set[tuple[str, str]]]:
    """What the accounts' tasks have made, may have, or will, by type and name."""
    found = defaultdict[int, set[tuple[str, str]]](set)
    now = await rows(_MADE, ids=ids, once=ONCE, but=but or [0])
    for row in now + await rows(_MADE_BEFORE, ids=ids, once=ONCE):
        params = json.loads(row["params"]) if isinstance(row["params"], str) else row["params"]
        if row["type"] in TASK_TYPES and isinstance(params, dict):
            texts = {str(name): str(value) for name, value in params.items()}
            found[row["account_id"]].add((row["type"], name_of(TASK_TYPES[row["type"]], texts)))
    return found


async def _near(names: Sequence[str]) -> Mapping[str, str]:
    beginnings = list(dict.fromkeys(login_key(name)[:_BEGINNING] for name in names))
    logins = await rows(_LOGINS, beginnings=beginnings, most=_MOST_COMPARED)
    return await asyncio.to_thread(nearest, names, [row["login"] for row in logins])


def _in_steps(ids: Sequence[Any]) -> Iterator[list[Any]]:
    return (list(ids[start : start + _STEP]) for start in range(0, len(ids), _STEP))
