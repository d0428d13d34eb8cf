"""Every change checks permission again inside its own transaction: it may have been revoked after the first check."""

import ast
import importlib
from collections.abc import Awaitable, Callable
from itertools import product
from pathlib import Path

import pytest

from handlers import listeners
from handlers.access.authorize import known
from handlers.slack.request import Request
from handlers.slack.services import Services
from models.access.grants import Audit, GrantRow
from models.domain.lifecycle import MOVES, Move, Status
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Task
from tests.factories import waiting_tasks
from tests.handlers.access.changes import CHANGES, WHO, Change
from tests.handlers.access.conftest import PEOPLE, given
from tests.handlers.bolt_harness import BoltHarness

_SITES = sorted({change.module for change in CHANGES.values()})


_EACH_TIME = {"test a webhook",
    "create", "ask a second person for a batch", "cancel by number", "import accounts", "test proxies", "make an alert",
    "snooze", "make a schedule", "pause",
}  # fmt: skip
"""The changes that are changes again when they are made a second time."""


async def _do(harness: BoltHarness, change: Change, sealer: Sealer, *, times: int = 1) -> bool:
    """Do it as who may; return whether it was done."""
    await waiting_tasks(1, sealer)
    await given(change.by)
    prepared = await change.prepare() if change.prepare else 0
    assert not await change.done()
    for _ in range(times):
        await change.do(harness, prepared)
    return await change.done()


async def _revoked_behind_the_door(request: Request, services: Services) -> Request:
    let_in = await known(request, services)
    await GrantRow.filter(subject=WHO).delete()
    return let_in


async def _changed_without_asking(*arguments: object, **_: object) -> object:
    do = arguments[4]
    assert callable(do)
    return await transaction(do)


@pytest.mark.parametrize("name", CHANGES)
async def test_who_may_does_it_and_it_is_written_down(
    harness: BoltHarness, sealer: Sealer, name: str
) -> None:
    assert await _do(harness, CHANGES[name], sealer)

    assert await Audit.filter(actor=WHO, allowed=True).count() == 1


@pytest.mark.parametrize("name", sorted({*CHANGES} - _EACH_TIME))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_was_so_already_is_not_written_down_as_done(
    harness: BoltHarness, sealer: Sealer, name: str
) -> None:
    assert await _do(harness, CHANGES[name], sealer, times=2)

    assert await Audit.filter(actor=WHO, allowed=True).count() == 1


@pytest.mark.parametrize("name", CHANGES)
async def test_what_is_revoked_after_the_first_check_is_refused_and_changes_nothing(
    harness: BoltHarness, sealer: Sealer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(listeners, "known", _revoked_behind_the_door)

    assert not await _do(harness, CHANGES[name], sealer)

    assert await Audit.filter(actor=WHO).values_list("allowed", flat=True) == [False]


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_test_above_fails_for_every_change_that_does_not_check_again(
    harness: BoltHarness, sealer: Sealer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    change = CHANGES[name]
    monkeypatch.setattr(listeners, "known", _revoked_behind_the_door)
    monkeypatch.setattr(
        importlib.import_module(f"handlers.{change.module}"), "change", _changed_without_asking
    )

    assert await _do(harness, change, sealer)


def test_every_module_that_changes_something_is_looked_at() -> None:
    callers = [
        ".".join(path.relative_to("handlers").with_suffix("").parts)
        for path in sorted(Path("handlers").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "change"
    ]

    assert sorted(set(callers)) == _SITES
    assert len(callers) == len(CHANGES) - 1  # two ways lead to one question before a cancel


_DEEDS: dict[str, tuple[Move, Callable[[BoltHarness], Awaitable[None]]]] = {
    "cancel": (Move.CANCEL, lambda harness: harness.say("/tasks", "cancel 1", user=WHO)),
    "cancel on the card": (Move.CANCEL, lambda harness: harness.click("cancel_one", user=WHO, value="1")),
    "retry on the card": (Move.REPEAT, lambda harness: harness.click("retry_one", user=WHO, value="1")),
}


@pytest.mark.parametrize(("who", "status"), [*product(PEOPLE, Status)])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_task_moves_only_for_who_may_and_only_where_the_table_lets_it(
    harness: BoltHarness, sealer: Sealer, who: str, status: Status
) -> None:
    await waiting_tasks(1, sealer)
    await given(who)
    for move, deed in _DEEDS.values():
        await Task.filter(id=1).update(status=status, again_by="", came_from="")

        await deed(harness)

        may = who in {"operator", "admin"} and status in MOVES[move].sources
        assert (await Task.get(id=1)).status == (MOVES[move].target if may else status), move
