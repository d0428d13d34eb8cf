"""The command line loads a command when it is asked for, and finds each one."""

import importlib
import pkgutil

from typer.testing import CliRunner

from bot import cli
from bot.cli import main


def test_the_table_has_every_command_of_the_modules_beside_it_and_no_other() -> None:
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(cli.__path__):
        app = getattr(importlib.import_module(f"bot.cli.{module.name}"), "app", None)
        if app is None or module.name == "main":
            continue
        names = [command.name or command.callback.__name__ for command in app.registered_commands]  # type: ignore[union-attr]
        found |= dict.fromkeys([module.name] if module.name in main._GROUPS else names, module.name)

    assert found == main._MODULES


def test_the_help_names_each_with_what_it_does() -> None:
    said = CliRunner().invoke(main.app, ["--help"]).output

    for name in main._MODULES.keys() - {"letters"}:
        assert f" {name} " in said
