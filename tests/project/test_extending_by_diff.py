"""The changes of docs/extending.md: each is applied to a copy of the program, where its own test passes."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/extending.md").read_text()
DIFFS = dict(re.findall(r"^### (A [^\n]+)\n.*?^```diff\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
MOST_FILES = {"A button": 3, "A verb": 2, "A filter word": 2, "A kind of message": 2}


def touched(diff: str) -> list[str]:
    return re.findall(r"^\+\+\+ b/(\S+)$", diff, re.MULTILINE)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program and its tests, to be changed."""
    for name in ("bot", "handlers", "executor", "models", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_page_shows_one_change_of_each_kind() -> None:
    assert set(DIFFS) == set(MOST_FILES)


@pytest.mark.parametrize("kind", DIFFS)
def test_it_touches_few_files(kind: str) -> None:
    program = [path for path in touched(DIFFS[kind]) if not path.startswith(("tests/", "docs/"))]

    assert len(program) <= MOST_FILES[kind]


@pytest.mark.parametrize("kind", DIFFS)
def test_with_it_its_own_test_passes(kind: str, copy: Path) -> None:
    applied = subprocess.run(
        ["git", "apply", "-C1"], input=DIFFS[kind], cwd=copy, text=True, capture_output=True
    )
    assert applied.returncode == 0, applied.stderr
    (test,) = [path for path in touched(DIFFS[kind]) if path.startswith("tests/")]

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", test],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
    )

    assert ran.returncode == 0, ran.stdout
