"""A database and an event loop that outlive one example of a Hypothesis test."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

from models.database import close_database, open_database
from models.pauses.table import Pause
from models.tables.accounts import Account, Group
from models.tables.counts import Tally, TallyChange
from models.tables.messages import Outbox
from models.tables.tasks import Attempt, Batch, Event, StatusNote, Task
from tests.models.direct import ask_directly

T = TypeVar("T")
_EMPTIED = (
    Pause,
    Tally,
    TallyChange,
    Event,
    Outbox,
    StatusNote,
    Attempt,
    Task,
    Batch,
    Account,
    Group,
)  # children first


class ExampleDatabase:
    """Runs coroutines on one open database; ``empty`` it before each example."""

    def __init__(self, url: str) -> None:
        self.is_fast = url.startswith("sqlite")  # many examples cost little
        self._patch = pytest.MonkeyPatch()
        ask_directly(self._patch)
        self._runner = asyncio.Runner()
        self.run(open_database(url))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def empty(self) -> None:
        self.run(_empty())

    def close(self) -> None:
        self.run(close_database())
        self._runner.close()
        self._patch.undo()


async def _empty() -> None:
    for table in _EMPTIED:
        await table.all().delete()
