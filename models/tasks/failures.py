"""Failures by their causes, and which of them can succeed now. Only the newest attempt of each task counts.

A cause is gone where something has happened since the failure that takes it away; what may pass by itself counts as gone.
Nothing can succeed while the account is on hold, and what may have been done is left to a person.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.domain.conditions import in_force
from models.domain.filters import TaskFilter
from models.domain.triage.failures import AGAIN, FailureGroup, Failures, HeldAccount
from models.domain.triage.gone import GONE, HOPELESS, MENDED, OF_HOLDS, PAIRS, words
from models.domain.triage.outcome import FAILED
from models.domain.window import window
from models.sql import fetch, is_postgres, moment, rows
from models.tasks import pages

MANY = 20_000
"""Failures from which on reading by cause is cheaper than looking at each account that failed."""
NAMED = 3  # accounts named of a group
_INDEXED = {"span", "since", "until", "outcomes", "causes"}
_COLUMNS = ("id", "cause", "account_id", "ended_at", "proxy_id", "created_at")
_CREATED = '"5"'
_NAMES = ", ".join(f'"{place}" AS {name}' for place, name in enumerate(_COLUMNS))
ON_HOLD = "held"
"""Instead of a cause: the account is on hold."""
HELD_NOW = "SELECT account_id FROM hold WHERE released_at IS NULL"
_FEW = (
    "SELECT x.cause, SUM(x.tasks) AS tasks, COUNT(*) AS accounts, {joined}(CAST(x.account_id AS TEXT), ',') AS named, "  # noqa: S608 - fixed texts
    f"SUM(CASE WHEN x.account_id IN ({{blocked}}) THEN 0 ELSE x.tasks * {GONE} END) AS ready, "
    f"{{joined}}(CASE WHEN x.cause IN ({words(OF_HOLDS)}) AND x.account_id IN ({HELD_NOW}) "
    "THEN CAST(x.account_id AS TEXT) END, ',') AS held "
    f"FROM {PAIRS.format('SELECT * FROM own')} GROUP BY x.cause ORDER BY 2 DESC, x.cause"
)


def _there(causes: Iterable[str]) -> str:
    return f"SELECT cause FROM counted WHERE cause IN ({words(causes)})"  # noqa: S608 - fixed texts


def _ready_of(causes: Iterable[str], mended: str) -> str:
    """A SELECT of how many failures of some causes can succeed now, by cause; ``mended`` is a SELECT of accounts."""
    # With "+ 0" SQLite reads by the index of failures, not by that of accounts.
    own = f"SELECT * FROM own WHERE cause IN ({_there(causes)}) AND account_id + 0 IN ({mended})"  # noqa: S608 - fixed texts
    return (
        f"SELECT x.cause, SUM(x.tasks) AS n FROM {PAIRS.format(own)} WHERE x.account_id NOT IN ({{blocked}}) "  # noqa: S608 - the same
        f"AND {GONE} = 1 GROUP BY x.cause"
    )


_MANY = (
    ", counted AS MATERIALIZED (SELECT cause, COUNT(*) AS tasks, COUNT(DISTINCT account_id) AS accounts, "  # noqa: S608 - fixed texts
    "MIN(account_id) AS first, MAX(account_id) AS last FROM own GROUP BY cause), ready AS (SELECT cause, SUM(n) AS n FROM ("
    f"SELECT cause, tasks AS n FROM counted WHERE cause IN ({words(AGAIN)}) UNION ALL SELECT cause, -COUNT(*) AS n FROM own "
    f"WHERE cause IN ({_there(AGAIN)}) AND account_id + 0 IN ({{blocked}}) GROUP BY cause UNION ALL "
    f"{' UNION ALL '.join(_ready_of(causes, mended) for causes, mended in MENDED)}) AS parts GROUP BY cause), "
    "held AS (SELECT cause, {joined}(CAST(account_id AS TEXT), ',') AS held FROM (SELECT DISTINCT cause, account_id FROM own "
    f"WHERE cause IN ({_there(OF_HOLDS)}) AND account_id + 0 IN ({HELD_NOW})) AS pairs GROUP BY cause) "
    "SELECT c.*, COALESCE(r.n, 0) AS ready, h.held, CAST(c.first AS TEXT) || COALESCE(',' || CAST((SELECT MIN(account_id) "
    "FROM own WHERE own.cause = c.cause AND own.account_id > c.first) AS TEXT), '') || ',' || CAST(c.last AS TEXT) AS named "
    "FROM counted c LEFT JOIN ready r ON r.cause = c.cause LEFT JOIN held h ON h.cause = c.cause ORDER BY c.tasks DESC, c.cause"
)
"""The same of very many. Most are only counted: of what may succeed by itself all but the blocked accounts' can; of the rest,
what the mended accounts have is looked at."""
_LOGINS = "SELECT id, login FROM account WHERE id IN (:ids)"
_HELD = (
    "SELECT h.id, h.account_id, o.login, o.owner, h.passed_to, g.name FROM hold h JOIN account o ON o.id = h.account_id "
    "JOIN account_group g ON g.id = o.group_id WHERE h.released_at IS NULL AND h.by = '' ORDER BY o.login"
)
"""What a person holds, a person releases: it is not listed with the buttons that end the others."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which failures are asked for, in which zone and at which moment. ``among``: what can succeed counts in these groups of
    accounts alone; None: in any."""

    filter: TaskFilter
    zone: ZoneInfo
    now: datetime
    among: Collection[str] | None = None

    async def are_many(self) -> bool:
        """Whether these are so many that they are better read by the index of failures, which then has all that is asked."""
        return (
            in_force(self.filter) <= _INDEXED
            and await pages.count(self.filter, zone=self.zone, now=self.now) > MANY
        )

    def matching(self, *, by_cause: bool = False) -> tuple[str, list[Any]]:
        """A SELECT of them, and its parameters. ``by_cause``: so written that the index of failures is the one to read by."""
        if not by_cause:
            return self._selected(self.filter, "")
        # Each failure has a cause, and no other task has: the outcome need not be compared too.
        is_any = set(self.filter.outcomes) == set(FAILED)
        wanted = replace(
            self.filter, span="", since=None, until=None, outcomes=() if is_any else self.filter.outcomes
        )
        since, until = window(self.filter, zone=self.zone, now=self.now)
        # As an expression a time is compared in the index at hand, and no other index is chosen for it.
        days = ((since, ">="), (until, "<"))
        return self._selected(
            wanted,
            "".join(f" AND COALESCE({_CREATED}, {_CREATED}) {than} {moment(at)}" for at, than in days if at),
        )

    def _selected(self, wanted: TaskFilter, days: str) -> tuple[str, list[Any]]:
        found, values = pages.matching_statement(wanted, zone=self.zone, now=self.now, columns=_COLUMNS)
        return f"""SELECT {_NAMES} FROM ({found}) AS matching WHERE "1" <> ''{days}""", values  # noqa: S608 - our own SELECT


async def of(asked: Asked) -> Failures:
    """The failures by cause."""
    is_many = await asked.are_many()
    matching, values = asked.matching(by_cause=is_many)
    joined = "string_agg" if is_postgres() else "group_concat"
    grouped = (_MANY if is_many else _FEW).format(blocked=await _blocked(asked.among), joined=joined)
    counted = await fetch(f"WITH own AS NOT MATERIALIZED ({matching}) {grouped}", values)
    named = {account for row in counted for account in _first(row)}
    logins = {row["id"]: row["login"] for row in await rows(_LOGINS, ids=sorted(named))}
    holds = (
        {row["account_id"]: row for row in await rows(_HELD)} if any(row["held"] for row in counted) else {}
    )
    return Failures(groups=tuple(_group(row, logins, holds) for row in counted))


def _group(
    row: dict[str, Any], logins: Mapping[int, str], holds: Mapping[int, dict[str, Any]]
) -> FailureGroup:
    accounts = _ids(row["held"])
    return FailureGroup(
        code=row["cause"],
        tasks=int(row["tasks"]),
        accounts=row["accounts"],
        ready=int(row["ready"]),
        logins=tuple(logins[account] for account in _first(row) if account in logins),
        held=tuple(_held(hold) for account, hold in holds.items() if account in accounts),
    )


def _first(row: dict[str, Any]) -> list[int]:
    return sorted(_ids(row["named"]))[:NAMED]


def _ids(joined: str | None) -> set[int]:
    return set(map(int, joined.split(","))) if joined else set()


def _held(row: dict[str, Any]) -> HeldAccount:
    return HeldAccount(
        hold_id=row["id"],
        login=row["login"],
        group=row["name"],
        responsible=tuple(filter(None, (row["owner"], row["passed_to"]))),
    )


async def to_repeat(asked: Asked, *, until: datetime, all_of_them: bool = False) -> tuple[str, list[Any]]:
    """A SELECT of the ids of failures, as ``id``, that can succeed now and had failed ``until`` then, and its parameters.

    ``all_of_them``: also those that cannot, as far as is known.
    """
    matching, values = asked.matching()
    ready = (
        f"SELECT x.cause, x.account_id FROM {PAIRS.format('SELECT * FROM failed')} "  # noqa: S608 - our own texts
        f"WHERE x.account_id NOT IN ({await _blocked(asked.among)}) {'' if all_of_them else f'AND {GONE} = 1'}"
    )
    return (
        f"WITH failed AS ({matching}) SELECT f.id FROM failed AS f JOIN ({ready}) AS r ON r.cause = f.cause "  # noqa: S608 - the same
        f"AND r.account_id = f.account_id WHERE f.ended_at <= {moment(until)}",
        values,
    )


def why_not(frozen: str) -> str:
    """A SELECT of tasks, by a SELECT of their ids: ``id``, ``account_id``, and ``why`` one cannot succeed if it runs now: the
    cause that is still there, ``held``, or empty."""
    own = f"SELECT cause, account_id, ended_at, proxy_id FROM task WHERE id IN ({frozen}) AND outcome IN ({words(FAILED)})"  # noqa: S608 - fixed texts
    return (
        f"SELECT t.id, t.account_id, CASE WHEN g.gone = 0 THEN t.cause WHEN t.status <> 'waiting' "  # noqa: S608 - the same
        f"AND t.account_id IN ({HELD_NOW}) THEN '{ON_HOLD}' ELSE '' END AS why FROM task t "
        f"LEFT JOIN (SELECT x.cause, x.account_id, {GONE} AS gone FROM {PAIRS.format(own)} WHERE x.cause IN ({words(HOPELESS)})) AS g "
        f"ON g.cause = t.cause AND g.account_id = t.account_id WHERE t.id IN ({frozen})"
    )


async def _blocked(groups: Collection[str] | None) -> str:
    """A SELECT of the accounts on hold and of those outside the groups; None: none are outside."""
    if groups is None:
        return HELD_NOW
    named = await rows("SELECT id FROM account_group WHERE name IN (:names)", names=sorted(groups))
    ids = ", ".join(str(row["id"]) for row in named) or "0"
    return f"{HELD_NOW} UNION SELECT id FROM account WHERE group_id NOT IN ({ids})"  # noqa: S608 - numbers
