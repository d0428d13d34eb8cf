"""The tasks a filter means, as the beginning of statements that count them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.domain.filters import TaskFilter
from models.sql import fetch, moment
from models.tasks import pages

_COLUMNS = ("id", "status", "type", "group_id", "created_at", "started_at", "ended_at", "attempt", "outcome")
_NAMED = ", ".join(f'"{place}" AS {name}' for place, name in enumerate(_COLUMNS))


@dataclass(frozen=True)
class Selection:
    """A filter, with the zone whose days it means and the moment it is asked at."""

    wanted: TaskFilter
    zone: ZoneInfo
    now: datetime

    @property
    def of_any_day(self) -> "Selection":
        return replace(self, wanted=replace(self.wanted, span="", since=None, until=None))

    async def rows(self, statement: str) -> list[dict[str, Any]]:
        """The rows of a statement (of our own text) over ``found``: the tasks that match, with most of their columns."""
        matching, values = pages.matching_statement(
            self.wanted, zone=self.zone, now=self.now, columns=_COLUMNS
        )
        return await fetch(
            f"WITH found AS (SELECT {_NAMED} FROM ({matching}) AS matching) {statement}",  # noqa: S608 - our own SELECT
            values,
        )


def place(column: str, edges: Sequence[datetime]) -> str:
    """An expression for the number of the part a time lies in; before the first edge is 0."""
    if not edges:
        return "0"
    return f"CASE {' '.join(f'WHEN {column} < {moment(edge)} THEN {n}' for n, edge in enumerate(edges))} ELSE {len(edges)} END"
