"""The house's own rules: who may know whom, who may write a status, how long a thing may be."""

import ast
import logging
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from importlinter.api import read_configuration
from importlinter.cli import lint_imports

from models.domain.task_types import TASK_TYPES
from tests.project.contracts import matching

_ROOT = Path(__file__).parents[2]
_ROOMS = ("bot", "handlers", "executor", "models")
_CONFIGURATION = _ROOT / "pyproject.toml"
_DRAWERS_OF_ODDS = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
_WRITERS = {
    "models/tasks/transitions.py",
    "models/tasks/claims.py",
    "models/tasks/bulk.py",
    "models/tasks/recovery.py",
}
_SEED = "bot/demo/seed.py"  # invents a past, row by row
_LONGEST_FILE, _LONGEST_FUNCTION = 250, 40  # lines
_MOST_MODULES, _MOST_AT_THE_ROOTS = 16, 45
_WITH_TESTS = (*_ROOMS, "tests")
_STATUS_SET = re.compile(r"UPDATE\s+task\s+SET\b(?:(?!WHERE).)*\bstatus\s*=", re.DOTALL | re.IGNORECASE)


def _sources(*, rooms: Sequence[str] = _ROOMS) -> Iterator[tuple[str, str]]:
    """(path, text) of every file of these rooms; migrations are written by a tool."""
    for path in chain.from_iterable((_ROOT / room).rglob("*.py") for room in rooms):
        if "migrations" not in path.parts:
            yield str(path.relative_to(_ROOT)), path.read_text()


def _calls(text: str) -> Iterator[tuple[str, set[str | None]]]:
    """(what is called, names of its keyword arguments) of every call."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), {keyword.arg for keyword in node.keywords}


def _functions(text: str) -> Iterator[tuple[str, int]]:
    """(name, lines without the docstring) of every function."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield node.name, lines - len((ast.get_docstring(node) or "").splitlines())


@pytest.fixture
def loggers_as_before() -> Iterator[None]:
    """The linter's own logging switches off every logger that is there, for all tests after it in this process."""
    there = [one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    before = {logger: logger.disabled for logger in there}
    yield
    for logger, was in before.items():
        logger.disabled = was


@pytest.mark.usefixtures("loggers_as_before")
def test_the_rooms_know_each_other_only_downwards(capfd: pytest.CaptureFixture[str]) -> None:
    broken = lint_imports(str(_CONFIGURATION), no_cache=True)

    assert not broken, capfd.readouterr().out


def _pure_contract() -> dict[str, Any]:
    (contract,) = (
        one for one in read_configuration(str(_CONFIGURATION))["contracts_options"] if one["type"] == "pure"
    )
    return contract


def _pure() -> set[str]:
    """The modules that the contract is of."""
    return matching(_pure_contract()["source_modules"], (_module(path) for path, _ in _sources()))


def _module(path: str) -> str:
    return ".".join(Path(path).with_suffix("").parts).removesuffix(".__init__")


def test_a_pattern_of_the_contract_matches_some_module() -> None:
    with pytest.raises(ValueError, match=r"handlers\.\*\.presents"):
        matching(["handlers.*.present*", "handlers.*.presents"], ["handlers.lists.present_row"])


def test_the_pure_modules_bring_nothing_of_the_outside_with_them() -> None:
    outside = {name for name in _pure_contract()["forbidden_modules"] if not name.startswith("models.")}
    asked = f"import sys, {', '.join(sorted(_pure()))}; print(*{outside} & set(sys.modules))"

    brought = subprocess.run(
        [sys.executable, "-c", asked], cwd=_ROOT, capture_output=True, text=True, check=True
    )

    assert brought.stdout.strip() == ""


def test_only_what_the_contract_is_of_calls_itself_pure() -> None:
    claimed = {
        _module(path)
        for path, text in _sources()
        if re.search(r"\bPure\b(?! but)", ast.get_docstring(ast.parse(text)) or "")
    }

    assert claimed <= _pure()


def test_only_workers_people_and_the_rescue_move_a_task() -> None:
    movers = {
        path for path, text in _sources() if any(name in {"move", "moves.move"} for name, _ in _calls(text))
    }

    assert movers == _WRITERS


def test_nobody_else_writes_a_tasks_status() -> None:
    for path, text in _sources():
        if path in _WRITERS | {_SEED}:
            continue
        for called, keywords in _calls(text):
            written = re.fullmatch(
                r"(\w+\.)*Task|(\w+\.)*Task\b.*\.(create|update|get_or_create|update_or_create)", called
            )
            assert not (written and "status" in keywords), f"{path}: {called}"
        assert not _STATUS_SET.search(text), path


def test_no_exception_is_raised_that_was_made_once_for_all() -> None:
    """Each raise adds its frames to the instance: it would keep all they hold, for ever."""
    for path, text in _sources():
        assert not re.search(r"^\s*raise (\w+\.)*[A-Z][A-Z_]+$", text, re.MULTILINE), path


@pytest.mark.parametrize("kind", TASK_TYPES)
def test_each_task_type_has_the_module_that_does_it(kind: str) -> None:
    text = (_ROOT / "executor/actions" / f"{kind}.py").read_text()

    assert "act" in {name for name, _ in _functions(text)}


def test_there_is_no_action_without_a_task_type() -> None:
    actions = {path.stem for path in (_ROOT / "executor/actions").glob("[a-z]*.py")}

    assert actions == set(TASK_TYPES)


def test_a_file_is_named_by_its_noun() -> None:
    names = {part for path, _ in _sources() for part in Path(path).with_suffix("").parts}

    assert not names & _DRAWERS_OF_ODDS


def test_every_file_says_what_it_is_for() -> None:
    silent = [path for path, text in _sources() if text.strip() and not ast.get_docstring(ast.parse(text))]

    assert silent == []


def test_no_function_is_longer_than_the_wall() -> None:
    long = [
        f"{path}: {name}"
        for path, text in _sources(rooms=_WITH_TESTS)
        for name, lines in _functions(text)
        if lines > _LONGEST_FUNCTION
    ]

    assert long == []


def test_no_file_is_longer_than_the_wall() -> None:
    long = [path for path, text in _sources(rooms=_WITH_TESTS) if len(text.splitlines()) > _LONGEST_FILE]

    assert long == []


def test_no_package_has_more_modules_than_one_sees_at_once() -> None:
    of_packages = Counter(
        str(Path(path).parent)
        for path, _ in _sources(rooms=_WITH_TESTS)
        if "sandbox" not in path and not path.endswith("__init__.py")
    )

    assert {name: count for name, count in of_packages.items() if count > _MOST_MODULES} == {}
    assert sum(len(list((_ROOT / room).glob("*.py"))) for room in _ROOMS) <= _MOST_AT_THE_ROOTS


def test_nothing_is_drawn_by_the_sdks_own_classes() -> None:
    assert [path for path, text in _sources() if "slack_sdk.models" in text] == []
