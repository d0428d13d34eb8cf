"""Counting all tasks anew: statements make the kept counts from the rows, whatever they were before."""

# ruff: noqa: S608 - fixed texts

from models.domain.triage.standings import SQL
from models.sql import rows, transaction, utc_day
from models.tables.counts import Tally, TallyChange
from models.tasks.counts import ANY_GROUP

_BOTH = "SELECT 1 AS kept UNION ALL SELECT 0"
_INTO = "INSERT INTO tally (group_id, type, status, day, by, n) SELECT"
_KINDS = (
    f"CASE WHEN a.kept = 1 THEN group_id ELSE {ANY_GROUP} END, CASE WHEN b.kept = 1 THEN type ELSE '' END, "
    "CASE WHEN c.kept = 1 THEN standing ELSE '' END"
)
_KEPT = f"CROSS JOIN ({_BOTH}) AS a CROSS JOIN ({_BOTH}) AS b CROSS JOIN ({_BOTH}) AS c"
_IN_ORDER = "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
_ALL_CELLS = (
    f"{_INTO} {_KINDS}, CASE WHEN d.kept = 1 THEN day ELSE '' END, '', SUM(n) FROM "
    f"(SELECT group_id, type, {SQL} AS standing, {{day}} AS day, COUNT(*) AS n FROM task GROUP BY 1, 2, 3, 4) "
    f"AS kinds {_KEPT} CROSS JOIN ({_BOTH}) AS d {_IN_ORDER}"
)
_CELLS_OF_USERS = (
    f"{_INTO} {_KINDS}, '', operation_user, SUM(n) FROM (SELECT group_id, type, {SQL} AS standing, operation_user, COUNT(*) AS n "
    f"FROM task WHERE operation_user <> '' GROUP BY 1, 2, 3, 4) AS kinds {_KEPT} {_IN_ORDER}"
)
_DAYS_OF_USERS = (
    f"{_INTO} {ANY_GROUP}, '', '', {{day}}, operation_user, COUNT(*) FROM task "
    f"WHERE operation_user <> '' {_IN_ORDER}"
)


async def count_anew_if_empty() -> None:
    """Count what there is when nothing is counted yet: the table of counts is new, the tasks are not."""
    if not await Tally.exists() and not await TallyChange.exists():
        await count_anew()


async def count_anew() -> None:
    """Count everything anew: after rows were written by other means than the writers in ``tasks``."""

    async def body() -> None:
        await TallyChange.all().delete()
        await Tally.all().delete()
        # By statements: among millions of tasks there are millions of cells, too many to carry through Python.
        for statement in (_ALL_CELLS, _CELLS_OF_USERS, _DAYS_OF_USERS):
            await rows(statement.format(day=utc_day("created_at")))

    await transaction(body)
