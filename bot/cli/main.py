"""The command line: ``bellhop …``.

Each command is loaded when it is asked for: most take long to load, and a health check is asked for every few seconds.
"""

import os
import sys
from typing import Any, NoReturn

import typer

from bot.cli.on_demand import STATUSES, Command, on_demand

_LETTERS = Command("letters", "Show what did not reach Slack, newest first, or send it again.")
COMMANDS = {
    "demo": Command(
        "processes",
        "Run everything on this machine: a local Slack, a practice site, and the real bot between them.",
    ),
    "manifest": Command(
        "beginning",
        "Print the Slack app's manifest as JSON; the reason for each scope goes to standard error.",
    ),
    "key": Command("beginning", "Print a new encryption key for BELLHOP_SECRET_KEYS."),
    "migrate": Command("beginning", "Update the database's tables to this version."),
    "bot": Command(
        "processes", "Run the Slack side: Socket Mode with SLACK_APP_TOKEN, else signed HTTP on PORT."
    ),
    "doctor": Command("health", "Check everything and say what to do. Exits with 1 if something is wrong."),
    "alive": Command(
        "health",
        "Say which processes run on this machine. Exits with 1 if none does, or if one is not connected to Slack.",
    ),
    "tasks": Command("tasks", "Tasks on your accounts.", is_group=True),
    "accounts": Command("accounts", "Your team's accounts.", is_group=True),
    "proxies": Command("proxies", "Your accounts' proxies.", is_group=True),
    "export": Command("export", "Write tasks, or the outcomes of `batch:12`, as CSV to standard output."),
    "audit": Command(
        "audit", "Write the whole audit as CSV: what was done and what was refused, oldest first."
    ),
    "dead-letters": _LETTERS,
    "letters": _LETTERS._replace(is_hidden=True),  # its name before 2026-12: scripts may have it
    "trace": Command(
        "trace",
        "Write the trace of an attempt that failed (BELLHOP_TRACE=1). Passwords and sessions are taken out of its texts; it shows the account's pages.",
    ),
    "backup": Command(
        "backup",
        "Back up the SQLite database while everything runs, and verify the copy. For PostgreSQL, print how.",
    ),
    "rotate": Command(
        "rotate",
        "Encrypt everything with the newest of BELLHOP_SECRET_KEYS. If it is interrupted, run it again.",
    ),
    "site": Command("processes", "Run a practice site alone."),
    "slack": Command(
        "processes", "Run the local Slack alone; without --request-url it delivers over Socket Mode."
    ),
}


class _Commands(typer.Typer):
    """All commands; what the disk or the database does not take ends one with a sentence."""

    def __call__(self, *given: Any, **named: Any) -> Any:
        try:
            return super().__call__(*given, **named)
        except _expected() as error:
            _end(error)


def _expected() -> tuple[type[Exception], ...]:
    from models.database import AWAY  # slow to import, and seldom needed

    return *AWAY, OSError


def _end(error: Exception) -> NoReturn:
    from bot import settings  # as above
    from models import disk

    # What is left of the output goes nowhere: Python would try to write it once more.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    why = disk.trouble(error) or str(error).partition("\n")[0] or type(error).__name__
    settings.stop(f"Not finished: {why}. Fix that, then run it again.")


app = _Commands(
    cls=on_demand("bot.cli", COMMANDS),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="See, start, stop and repeat the browser tasks of your accounts, from Slack.",
    epilog=STATUSES,
)


@app.callback()
def _bellhop() -> None:
    """Without this, Typer would take an only command for the program itself."""
