"""What the README and the pages beside it claim is true."""

import re
from pathlib import Path

import pytest

from bot.demo.personas import cast
from bot.demo.processes import COMMANDS as PROCESSES
from bot.demo.seed import PAST
from bot.settings import variables
from handlers.accounts import words
from handlers.exports.present import ITEMS, MOST, TASKS
from handlers.proxies import words as proxy_words
from handlers.words import command_words
from models.batches.operations import UNDO
from models.domain.account_files.header import COLUMNS
from models.domain.lifecycle import MOVES, Status
from models.domain.permissions import NEEDED, Role
from models.domain.values.figures import MOST_TASKS
from models.messages.boards import IDLE, PLACES
from tests.benchmarks.__main__ import app as benchmarks
from tests.executor.situations import SITUATIONS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
DOCS = {path.name: path.read_text() for path in (ROOT / "docs").glob("*.md")}
USAGES = [
    usage
    for verbs in (command_words.VERBS, words.VERBS, proxy_words.VERBS)
    for verb in verbs.values()
    for usage in verb.usages
]
LONGEST = 180  # lines
PRIVATE_WORDS = (
    "bell", "blow", "blows", "two strangers", "books", "letter", "letters", "house", "door", "doors", "ring", "rings",
)  # fmt: skip
ROOMS = ("bot", "handlers", "executor", "models")


def test_the_diagram_shows_every_move_and_no_other() -> None:
    drawn = set(re.findall(r"^ {4}(\w+) --> (\w+): (\w+)$", DOCS["outcomes.md"], re.MULTILINE))

    assert drawn == {
        (source, target, move)
        for move, rule in MOVES.items()
        for source in rule.sources
        for target in rule.targets
    }


def test_every_setting_stands_in_the_table_with_its_default_and_meaning() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*) \|$", DOCS["settings.md"], re.MULTILINE))

    assert rows == {
        name: f"{f'`{default}`' if default else ''} | {meaning}"
        for name, (default, meaning) in variables().items()
    }


def test_every_command_stands_in_the_table() -> None:
    rows = re.findall(
        r"^\| `(/(?:tasks|accounts|proxies)[^`]*)` \| (.+) \|$", DOCS["commands.md"], re.MULTILINE
    )

    assert rows == [(usage.typed, usage.meaning) for usage in USAGES]


def test_the_readmes_short_table_names_only_commands_that_exist() -> None:
    short = re.findall(r"^\| `(/(?:tasks|accounts|proxies)[^`]*)` \| .+ \|$", README, re.MULTILINE)

    assert short
    assert set(short) <= {usage.typed for usage in USAGES}


def test_every_process_stands_in_the_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(\w+ \w+)", README, re.MULTILINE)

    assert dict(rows) == {name: " ".join(command.split()[:2]) for name, command in PROCESSES.items()}


def test_the_first_screen_has_the_two_commands() -> None:
    first = README[:1800]

    assert "pip install uv && uv run bellhop demo" in first
    assert "pip install uv && uv run pytest" in first


def test_every_benchmark_it_names_is_there_and_none_is_left_out() -> None:
    line = re.search(r"tests\.benchmarks (\w+) +# or ([\w, ]+): figures", DOCS["figures.md"])
    assert line is not None
    table = re.findall(r"^\| [^|]+ \| [^|]+ \| `(\w+)` \|$", DOCS["figures.md"], re.MULTILINE)

    known = {command.name for command in benchmarks.registered_commands}

    assert {line[1], *line[2].split(", ")} == known
    assert table
    assert set(table) <= known


def test_every_status_is_in_the_diagram() -> None:
    assert all(re.search(rf"\b{status.value}\b", DOCS["outcomes.md"]) for status in Status)


def test_what_becomes_of_a_task_is_what_the_actions_are_tested_for() -> None:
    rows = re.findall(r"^\| (.+) \| (.+) \| ([a-z ]+) \| `(.+)` \|$", DOCS["outcomes.md"], re.MULTILINE)

    assert rows == [
        (one.named, one.status.label, one.login.label, one.says or "what was asked for")
        for one in SITUATIONS.values()
        if one.named
    ]


def test_every_action_stands_in_the_table_of_access_with_the_role_it_needs() -> None:
    rows = re.findall(r"^\| `([a-z -]+)` \| (\w+) \| (yes|no) \|$", DOCS["access.md"], re.MULTILINE)

    assert rows == [
        (action.value, role.label if role else "none", "yes" if role is Role.OPERATOR else "no")
        for action, role in NEEDED.items()
    ]


def test_the_columns_of_an_export_are_the_programs() -> None:
    of_a_list, of_a_batch = re.findall(r"^(`\w+`(?:, `\w+`)+)$", DOCS["commands.md"], re.MULTILINE)

    assert tuple(re.findall(r"`(\w+)`", of_a_list)) == TASKS
    assert tuple(re.findall(r"`(\w+)`", of_a_batch)) == ITEMS


def test_the_columns_of_an_import_are_the_programs() -> None:
    assert f"`{','.join(COLUMNS)}`" in DOCS["running.md"]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (README, f"{len(cast())} made-up accounts and {PAST:,} past tasks"),
        (README, f"*Undo* for {UNDO.seconds} seconds"),
        (DOCS["commands.md"], f"*Undo* works for {UNDO.seconds} seconds"),
        (DOCS["commands.md"], f"up to {MOST:,} tasks"),
        (DOCS["design.md"], f"at most {PLACES['board']} shared lists and {PLACES['home']} Home tabs"),
        (DOCS["design.md"], f"for {IDLE.seconds // 60} minutes after the last use"),
        (DOCS["design.md"], f"over at most {MOST_TASKS:,} tasks"),
    ],
)
def test_a_figure_in_the_prose_is_the_programs(page: str, said: str) -> None:
    assert said in page


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= LONGEST


@pytest.mark.parametrize("word", PRIVATE_WORDS)
def test_the_readme_uses_the_fields_words(word: str) -> None:
    assert not re.search(
        rf"(?<!dead[ -])\b{word}\b", README, re.IGNORECASE
    )  # a dead letter is the field's own


def test_the_map_shows_every_package_and_no_other() -> None:
    packages = {
        str(path.parent.relative_to(ROOT)) + "/"
        for room in ROOMS
        for path in (ROOT / room).rglob("__init__.py")
    }

    assert mapped() == packages


def test_each_package_of_the_map_has_a_line_of_its_own() -> None:
    rows = re.findall(r"^ *[\w/]+/ +(\S.*)$", README, re.MULTILINE)

    assert len(rows) == len(set(rows)) == len(mapped())


def mapped() -> set[str]:
    """Every folder of the tree in the README, as a path from the repository's root."""
    found: set[str] = set()
    above: list[str] = []
    for indent, name in re.findall(r"^( *)(\w+/) {2,}\S", README, re.MULTILINE):
        above[len(indent) // 2 :] = [name]
        found.add("".join(above))
    return found
