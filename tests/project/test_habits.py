"""The commands for development: the ones the documents name exist, and CI checks what they check."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TASKS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["poe"]["tasks"]
DOCUMENTS = [
    ROOT / "README.md",
    *sorted((ROOT / ".github").rglob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
FORMS = sorted((ROOT / ".github").rglob("*.yml"))


def test_each_command_says_in_a_sentence_what_it_does() -> None:
    assert [name for name, task in TASKS.items() if not task.get("help")] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_a_document_names_exists(document: Path) -> None:
    assert set(re.findall(r"uv run poe (\w+)", document.read_text())) <= set(TASKS)


def test_check_is_what_ci_checks_before_the_tests() -> None:
    ci = re.findall(r"^uv run (.+)$", (ROOT / ".ci/run").read_text(), re.MULTILINE)

    assert [step["cmd"] for step in TASKS["check"]["sequence"]] == ci


def test_ci_finds_the_readmes_test_command() -> None:
    first = next(
        line for line in (ROOT / "README.md").read_text().splitlines() if line.endswith("uv run pytest")
    )

    assert first == "pip install uv && uv run pytest"


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_a_form_or_workflow_can_be_read(form: Path) -> None:
    assert yaml.safe_load(form.read_text())
