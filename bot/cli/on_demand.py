"""Commands that are loaded when they are asked for: what the help says of one needs none of what it does."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

STATUSES = (
    "Ends with 0 when it is done, with 1 when nothing was found, something is wrong or was refused, "
    "with 2 when an option, a setting or the database is wrong."
)


class Command(NamedTuple):
    """A command as the help of its group lists it."""

    module: str  # within the package of the group
    help: str  # the same sentences as its own help has
    is_group: bool = False
    is_hidden: bool = False


def on_demand(package: str, commands: Mapping[str, Command]) -> type[TyperGroup]:
    """The group of these commands, by name."""

    class OnDemand(TyperGroup):
        # Any: Typer has a Click of its own, whose classes have no public name.
        def __init__(self, **given: Any) -> None:
            super().__init__(**given)
            for name, row in commands.items():
                self.add_command(TyperCommand(name, help=row.help, hidden=row.is_hidden))

        def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
            name, found, rest = super().resolve_command(ctx, args)
            return name, found and _loaded(package, str(found.name), commands), rest

    return OnDemand


def _loaded(package: str, name: str, commands: Mapping[str, Command]) -> Any:
    row = commands[name]
    group = get_group(import_module(f"{package}.{row.module}").app)
    if not row.is_group:
        return group.commands[name]
    group.name = name
    return group
