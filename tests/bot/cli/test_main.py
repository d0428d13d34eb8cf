"""The command line loads a command when it is asked for, finds each one, and says of each what it does."""

import importlib
import pkgutil
import subprocess
import sys
from types import ModuleType

import pytest
from typer.main import get_group
from typer.testing import CliRunner

from bot import cli
from bot.cli import main, tasks

_SLOW = (
    "tortoise",
    "playwright",
    "slack_bolt",
    "slack_sdk",
    "redis",
    "taskiq",
    "aiohttp",
    "structlog",
    "pydantic_settings",
)


@pytest.mark.parametrize("package", [cli, tasks], ids=["bellhop", "tasks"])
def test_the_table_has_every_command_of_the_modules_beside_it_with_its_help_and_no_other(
    package: ModuleType,
) -> None:
    table = main.COMMANDS if package is cli else tasks.COMMANDS
    found: dict[str, tuple[str, str]] = {}
    for module in pkgutil.iter_modules(package.__path__):
        app = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "app", None)
        if app is None or module.name == "main":
            continue
        group = get_group(app)
        is_group = bool(group.help)
        commands = {module.name: group} if is_group else group.commands
        found |= {name: (module.name, str(command.help)) for name, command in commands.items()}

    assert found == {name: (row.module, row.help) for name, row in table.items()}


def test_the_help_names_each_with_what_it_does() -> None:
    said = CliRunner().invoke(main.app, ["--help"]).output

    for name in main.COMMANDS.keys() - {"letters"}:
        assert f" {name} " in said


@pytest.mark.parametrize("typed", ["--help", "key", "migrate --help", "tasks --help"])
def test_what_asks_no_database_loads_no_slow_library(typed: str) -> None:
    program = f"import sys; from bot.cli import app; app({typed.split()}, standalone_mode=False); print(*sys.modules)"

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert not set(ran.stdout.splitlines()[-1].split()) & set(_SLOW)


def test_what_asks_the_database_loads_neither_browser_nor_slack_nor_queue(sqlite_url: str) -> None:
    program = "import sys; from bot.cli import app; app(sys.argv[1:], standalone_mode=False)"
    both = f"import atexit, sys; atexit.register(lambda: print(*sys.modules)); {program}"
    needed = {"tortoise", "structlog", "pydantic_settings"}
    env = {"DATABASE_URL": sqlite_url}

    ran = subprocess.run(
        [sys.executable, "-c", both, "tasks", "list"], capture_output=True, text=True, check=False, env=env
    )

    loaded = set(ran.stdout.splitlines()[-1].split())
    assert "tortoise" in loaded
    assert not loaded & ({*_SLOW, "executor", "openpyxl", "PIL"} - needed)


def test_a_mistyped_command_is_answered_with_the_nearest() -> None:
    assert "Did you mean 'migrate'?" in CliRunner().invoke(main.app, ["migrat"]).output


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("bellhop ta", ["tasks"]),
        ("bellhop tasks ", ["list", "show", "create", "cancel", "retry"]),
        ("bellhop tasks list --li", ["--limit"]),
        ("bellhop tasks retry needs-no fai", ["failed"]),
        ("bellhop tasks list type:ch", ["type:check"]),
    ],
)
def test_a_shell_completes_commands_options_and_filter_words(typed: str, offered: list[str]) -> None:
    asked = {"_BELLHOP_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}

    said = CliRunner().invoke(main.app, [], env=asked, prog_name="bellhop").stdout

    assert said.split() == offered
