"""What docs/security.md claims can be looked up: every threat names tests, and every test it names exists."""

import ast
import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_TEXT = (_ROOT / "docs/security.md").read_text()
_NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", _TEXT)))
_ROWS = [
    line
    for line in _TEXT.splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| threat"))
]


@pytest.mark.parametrize(("file", "test"), _NAMED)
def test_every_test_it_names_exists(file: str, test: str) -> None:
    tree = ast.parse((_ROOT / file).read_text())

    assert test in {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


@pytest.mark.parametrize("row", _ROWS)
def test_every_row_says_what_stops_it_and_names_a_test(row: str) -> None:
    threat, answer, tests = (cell.strip() for cell in row.strip("|").split(" | "))

    assert threat
    assert len(answer) > 20
    assert re.fullmatch(r"`tests/[\w/]+\.py::\w+`(, `tests/[\w/]+\.py::\w+`)*", tests)


def test_what_is_not_done_is_said() -> None:
    assert len(re.findall(r"^- ", _TEXT.partition("## Not done")[2], re.MULTILINE)) >= 5
