"""Every task type has its action, and nothing else is in the folder."""

import inspect
from pathlib import Path

import pytest

from executor import actions
from executor.attempt import action
from models.domain.task_types import TASK_TYPES


@pytest.mark.parametrize("task_type", TASK_TYPES)
def test_every_task_type_has_an_action(task_type: str) -> None:
    act = action(task_type)

    assert inspect.iscoroutinefunction(act)
    assert list(inspect.signature(act).parameters) == ["visit", "params"]


def test_every_action_has_a_task_type() -> None:
    folder = Path(actions.__file__).parent

    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(TASK_TYPES)
