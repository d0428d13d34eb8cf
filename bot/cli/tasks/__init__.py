"""``bellhop tasks …``: tasks of your accounts."""

import typer

from bot.cli.on_demand import Command, on_demand

COMMANDS = {
    "create": Command(
        "create",
        "Create the tasks of a list. The good lines go ahead; the others are named, and written to --rest.",
    ),
}  # fmt: skip
app = typer.Typer(cls=on_demand(__name__, COMMANDS), no_args_is_help=True, help="Tasks of your accounts.")


@app.callback()
def _tasks() -> None:
    """Without this, Typer would take an only command for the group itself."""
