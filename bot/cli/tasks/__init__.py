"""``bellhop tasks …``: tasks of your accounts, listed, shown, created, cancelled and executed again."""

import typer

from bot.cli.on_demand import STATUSES, Command, on_demand

COMMANDS = {
    "list": Command("listing", "List tasks, newest first, by the same words as /tasks in Slack."),
    "show": Command("show", "Show everything of one task: what came of it, what to do, its attempts, its history."),
    "create": Command(
        "create",
        "Create the tasks of a list. The good lines go ahead; the others are named, and written to --rest.",
    ),
    "cancel": Command("operations", "Cancel tasks that wait: by their Task IDs, or all that match a filter."),
    "retry": Command(
        "operations", "Execute tasks again: by their Task IDs, or all that match a filter."
    ),
}  # fmt: skip
app = typer.Typer(
    cls=on_demand(__name__, COMMANDS), no_args_is_help=True, help="Tasks on your accounts.", epilog=STATUSES
)


@app.callback()
def _tasks() -> None:
    """Without this, Typer would take an only command for the group itself."""
