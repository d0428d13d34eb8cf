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


def test_the_page_shows_one_change_of_each_kind() -> None:
    assert set(DIFFS) == set(MOST_FILES)


@pytest.mark.parametrize("kind", DIFFS)
def test_it_touches_few_files(kind: str) -> None:
    program = [path for path in touched(DIFFS[kind]) if not path.startswith(("tests/", "docs/"))]

    assert len(program) <= MOST_FILES[kind]


def test_with_all_of_them_the_test_of_each_passes(tmp_path: Path) -> None:
    for name in ("bot", "handlers", "executor", "models", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for diff in DIFFS.values():
        applied = subprocess.run(
            ["git", "apply", "-C1"], input=diff, cwd=tmp_path, text=True, capture_output=True
        )
        assert applied.returncode == 0, applied.stderr

    tests = [path for diff in DIFFS.values() for path in touched(diff) if path.startswith("tests/")]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", *tests],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert len(tests) == len(DIFFS)
    assert ran.returncode == 0, ran.stdout
