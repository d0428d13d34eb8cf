"""Each `bellhop …` of the documents is a command with options that there are."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.cli import app

ROOT = Path(__file__).parents[3]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TYPED = sorted(
    {
        re.sub(r"\$\(.*?\)|…", "x", typed).partition(" > ")[0]
        for page in DOCUMENTS
        for typed in re.findall(r"`bellhop ([^`]+)`", page.read_text())
        if not typed.endswith("…")
    }
)
NAMES = {"accounts import", "backup", "proxies import", "tasks create", "trace"}
"""Named without what they need, as words of a sentence."""


@pytest.mark.parametrize("typed", [typed for typed in TYPED if typed not in NAMES])
def test_a_documented_command_is_read(typed: str) -> None:
    command: Any = get_command(app)
    context: Any = command.make_context("bellhop", [], resilient_parsing=True)
    words = shlex.split(typed)
    while hasattr(command, "resolve_command") and not words[0].startswith("-"):
        name, command, words = command.resolve_command(context, words)
        is_group = hasattr(command, "resolve_command")
        context = command.make_context(name, list(words), parent=context, resilient_parsing=is_group)


def test_the_terminal_section_has_each_command_for_tasks() -> None:
    terminal = re.search(r"## Terminal\n(.*?)\n## ", (ROOT / "docs/commands.md").read_text(), re.DOTALL)

    assert terminal
    assert set(re.findall(r"^\| `bellhop tasks (\w+)", terminal[1], re.MULTILINE)) == {
        "list", "show", "create", "cancel", "retry"
    }  # fmt: skip
