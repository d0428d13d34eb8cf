"""What the README claims is true."""

import re
from pathlib import Path

from bot.demo.processes import COMMANDS as PROCESSES
from bot.settings import variables
from handlers.accounts import words
from handlers.words import command_words
from models.domain.lifecycle import MOVES, Status
from tests.benchmarks.__main__ import app as benchmarks
from tests.executor.situations import SITUATIONS

README = Path("README.md").read_text()


def test_the_diagram_shows_every_move_and_no_other() -> None:
    drawn = set(re.findall(r"^ {4}(\w+) --> (\w+): (\w+)$", README, re.MULTILINE))

    assert drawn == {
        (source, target, move)
        for move, rule in MOVES.items()
        for source in rule.sources
        for target in rule.targets
    }


def test_every_setting_stands_in_the_table_with_its_default_and_meaning() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*) \|$", README, re.MULTILINE))

    assert rows == {
        name: f"{f'`{default}`' if default else ''} | {meaning}"
        for name, (default, meaning) in variables().items()
    }


def test_every_command_stands_in_the_table() -> None:
    rows = re.findall(r"^\| `(/(?:tasks|accounts)[^`]*)` \| (.+) \|$", README, re.MULTILINE)

    assert rows == [
        usage
        for verbs in (command_words.VERBS, words.VERBS)
        for verb in verbs.values()
        for usage in verb.usages
    ]


def test_every_process_stands_in_the_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(\w+ \w+)", README, re.MULTILINE)

    assert dict(rows) == {name: " ".join(command.split()[:2]) for name, command in PROCESSES.items()}


def test_the_first_screen_has_the_two_commands() -> None:
    first = README[:1800]

    assert "pip install uv && uv run bellhop demo" in first
    assert "pip install uv && uv run pytest" in first


def test_every_benchmark_it_names_is_there_and_none_is_left_out() -> None:
    line = re.search(r"tests\.benchmarks (\w+) +# or ([\w, ]+): figures", README)
    assert line is not None
    table = re.findall(r"^\| [^|]+ \| [^|]+ \| `(\w+)` \|$", README, re.MULTILINE)

    known = {command.name for command in benchmarks.registered_commands}

    assert {line[1], *line[2].split(", ")} == known
    assert set(table) <= known


def test_every_status_is_in_the_diagram() -> None:
    assert all(re.search(rf"\b{status.value}\b", README) for status in Status)


def test_what_becomes_of_a_task_is_what_the_actions_are_tested_for() -> None:
    rows = re.findall(r"^\| (.+) \| (.+) \| ([a-z ]+) \| `(.+)` \|$", README, re.MULTILINE)

    assert rows == [
        (one.named, one.status.label, one.login.label, one.says or "what was asked for")
        for one in SITUATIONS.values()
        if one.named
    ]
