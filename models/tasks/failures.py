"""Failures by their causes, and which of them can succeed now. Only the newest attempt of each task counts.

A cause is gone where something has happened since the failure that takes it away; what may pass by itself counts as gone.
Nothing can succeed while the account is on hold, and what may have been done is left to a person.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.domain.filters import TaskFilter
from models.domain.lifecycle import LoginStatus
from models.domain.triage.causes import Remedy
from models.domain.triage.failures import AGAIN, FailureGroup, Failures, HeldAccount, with_remedy
from models.domain.triage.outcome import FAILED
from models.sql import fetch, is_postgres, moment, rows
from models.tasks import pages

NAMED = 3  # accounts named of a group
_COLUMNS = ("id", "cause", "account_id", "ended_at", "proxy_id")
_NAMES = ", ".join(f'"{place}" AS {name}' for place, name in enumerate(_COLUMNS))
_PROXIES, _CREDENTIALS, _HANDED_OVER = (
    with_remedy(Remedy.PROXY),
    with_remedy(Remedy.NEW_PASSWORD, Remedy.NEW_SESSION),
    with_remedy(Remedy.HAND_OVER),
)


ON_HOLD = "held"
"""Instead of a cause: the account is on hold."""
HOPELESS = with_remedy(*(remedy for remedy in Remedy if remedy not in {Remedy.RE_EXECUTE, Remedy.LOOK}))
"""Causes that are there until somebody has done something about them."""

_OF_HOLDS = _CREDENTIALS + _HANDED_OVER
_HELD = (
    "SELECT h.id, h.account_id, o.login, o.owner, h.passed_to, g.name FROM hold h JOIN account o ON o.id = h.account_id "
    "JOIN account_group g ON g.id = o.group_id WHERE h.released_at IS NULL AND h.by = '' ORDER BY o.login"
)
"""What a person holds, a person releases: it is not listed with the buttons that end the others."""


def _words(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


# ``f`` are failures. An account's of one cause go together: what failed again since it was mended was not mended.
_PAIRS = (
    "SELECT f.cause, f.account_id, COUNT(*) AS tasks, MAX(f.ended_at) AS last, MIN(f.proxy_id) AS one, "
    "MAX(f.proxy_id) AS other FROM {} AS f WHERE f.cause <> '' GROUP BY f.cause, f.account_id"
)
_FROM = (
    f"({_PAIRS}) AS x LEFT JOIN account o ON o.id = x.account_id AND x.cause NOT IN ({_words(AGAIN)}) "  # noqa: S608 - fixed texts
    f"LEFT JOIN proxy p ON p.id = o.proxy_id AND x.cause IN ({_words(_PROXIES)}) LEFT JOIN (SELECT account_id, "
    "MAX(released_at) AS released, MAX(CASE WHEN checked = '{}' THEN released_at END) AS entered FROM hold "
    f"GROUP BY account_id) AS h ON h.account_id = x.account_id AND x.cause IN ({_words(_OF_HOLDS)})"
)
HELD_NOW = "SELECT account_id FROM hold WHERE released_at IS NULL"
_GIVEN = "o.credentials_at >= x.last"
_GONE = (
    f"CASE WHEN x.cause IN ({_words(AGAIN)}) THEN 1 "
    f"WHEN x.cause IN ({_words(_PROXIES)}) THEN CASE WHEN p.answers = {{no}} THEN 0 WHEN p.answered_at >= x.last "
    # A failure says of its proxy that it does not answer: what says that it does came later.
    "OR (p.answers = {yes} AND x.other = o.proxy_id) "
    "OR (x.one IS NULL AND x.cause = 'no_proxy_assigned' AND o.proxy_id IS NOT NULL) "
    "OR (o.proxy_id <> x.one AND o.proxy_id <> x.other) THEN 1 ELSE 0 END "
    f"WHEN x.cause IN ({_words(_CREDENTIALS)}) THEN CASE WHEN {_GIVEN} OR h.entered >= x.last THEN 1 ELSE 0 END "
    f"WHEN x.cause IN ({_words(_HANDED_OVER)}) THEN CASE WHEN {_GIVEN} OR h.released >= x.last THEN 1 ELSE 0 END "
    "ELSE 0 END"
)
"""1 where the cause is gone, the hold of the account apart."""


def _causes(matching: str) -> str:
    return _FROM.format(f"({matching})", LoginStatus.LOGGED_IN.label)


def _gone() -> str:
    yes, no = ("TRUE", "FALSE") if is_postgres() else ("1", "0")
    return _GONE.format(yes=yes, no=no)


def _free(groups: Collection[str] | None) -> str:
    """A condition: the account is not on hold, and in one of these groups, by their ids; None: in any."""
    among = (
        ""
        if groups is None
        else f"AND x.account_id IN (SELECT id FROM account WHERE group_id IN ({', '.join(groups) or 'NULL'}))"  # noqa: S608 - numbers
    )
    return f"x.account_id NOT IN ({HELD_NOW}) {among}"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which failures are asked for, in which zone and at which moment. ``among``: what can succeed counts in these groups of
    accounts alone; None: in any."""

    filter: TaskFilter
    zone: ZoneInfo
    now: datetime
    among: Collection[str] | None = None

    def matching(self) -> tuple[str, list[Any]]:
        """A SELECT of them, and its parameters."""
        found, values = pages.matching_statement(self.filter, zone=self.zone, now=self.now, columns=_COLUMNS)
        return f"SELECT {_NAMES} FROM ({found}) AS matching", values  # noqa: S608 - our own SELECT


async def of(asked: Asked) -> Failures:
    """The failures by cause."""
    matching, values = asked.matching()
    joined = "string_agg(CAST(x.account_id AS TEXT), ',')" if is_postgres() else "group_concat(x.account_id)"
    counted = await fetch(
        f"SELECT x.cause, SUM(x.tasks) AS tasks, {joined} AS accounts, "  # noqa: S608 - our own texts
        f"SUM(CASE WHEN {_free(await _ids(asked.among))} THEN x.tasks * {_gone()} ELSE 0 END) AS ready "
        f"FROM {_causes(matching)} GROUP BY x.cause ORDER BY 2 DESC, x.cause",
        values,
    )
    groups: dict[str, FailureGroup] = {}
    ids: dict[str, list[int]] = {}
    for row in counted:
        code, own = row["cause"], sorted(map(int, row["accounts"].split(",")))
        tasks, ready = int(row["tasks"]), int(row["ready"])
        groups[code] = FailureGroup(code=code, tasks=tasks, accounts=len(own), ready=ready)
        ids[code] = own
    return Failures(groups=await _with_accounts(groups, ids))


async def _with_accounts(
    groups: Mapping[str, FailureGroup], ids: Mapping[str, list[int]]
) -> tuple[FailureGroup, ...]:
    """With some accounts of each, and those on hold that a person can do something about."""
    first = {account for own in ids.values() for account in own[:NAMED]}
    named = await rows("SELECT id, login FROM account WHERE id IN (:ids)", ids=sorted(first))
    logins = {row["id"]: row["login"] for row in named}
    held = await rows(_HELD) if groups.keys() & set(_OF_HOLDS) else []
    return tuple(
        replace(
            group,
            logins=tuple(logins[account] for account in ids[code][:NAMED] if account in logins),
            held=_among(held, set(ids[code])) if code in _OF_HOLDS else (),
        )
        for code, group in groups.items()
    )


def _among(held: Sequence[dict[str, Any]], accounts: Collection[int]) -> tuple[HeldAccount, ...]:
    return tuple(
        HeldAccount(
            hold_id=row["id"],
            login=row["login"],
            group=row["name"],
            responsible=tuple(filter(None, (row["owner"], row["passed_to"]))),
        )
        for row in held
        if row["account_id"] in accounts
    )


async def to_repeat(asked: Asked, *, until: datetime, all_of_them: bool = False) -> tuple[str, list[Any]]:
    """A SELECT of the ids of failures, as ``id``, that can succeed now and had failed ``until`` then, and its parameters.

    ``all_of_them``: also those that cannot, as far as is known.
    """
    matching, values = asked.matching()
    own = f"WITH failed AS ({matching})"
    ready = (
        f"SELECT x.cause, x.account_id FROM {_FROM.format('failed', LoginStatus.LOGGED_IN.label)} "  # noqa: S608 - our own texts
        f"WHERE {_free(await _ids(asked.among))} {'' if all_of_them else f'AND {_gone()} = 1'}"
    )
    return (
        f"{own} SELECT f.id FROM failed AS f JOIN ({ready}) AS r ON r.cause = f.cause AND r.account_id = f.account_id "  # noqa: S608 - the same
        f"WHERE f.ended_at <= {moment(until)}",
        values,
    )


def why_not(frozen: str) -> str:
    """A SELECT of tasks, by a SELECT of their ids: ``id``, ``account_id``, and ``why`` one cannot succeed if it runs now: the
    cause that is still there, ``held``, or empty."""
    own = f"SELECT cause, account_id, ended_at, proxy_id FROM task WHERE id IN ({frozen}) AND outcome IN ({_words(FAILED)})"  # noqa: S608 - fixed texts
    source = _FROM.format(f"({own})", LoginStatus.LOGGED_IN.label)
    return (
        f"SELECT t.id, t.account_id, CASE WHEN g.gone = 0 THEN t.cause WHEN t.status <> 'waiting' "  # noqa: S608 - the same
        f"AND t.account_id IN ({HELD_NOW}) THEN '{ON_HOLD}' ELSE '' END AS why FROM task t "
        f"LEFT JOIN (SELECT x.cause, x.account_id, {_gone()} AS gone FROM {source} WHERE x.cause IN ({_words(HOPELESS)})) AS g "
        f"ON g.cause = t.cause AND g.account_id = t.account_id WHERE t.id IN ({frozen})"
    )


async def _ids(groups: Collection[str] | None) -> list[str] | None:
    if groups is None:
        return None
    named = await rows("SELECT id FROM account_group WHERE name IN (:names)", names=sorted(groups))
    return [str(row["id"]) for row in named]
