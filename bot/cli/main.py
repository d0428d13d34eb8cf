"""The command line: ``bellhop …``."""

import asyncio
import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup
from typer.main import get_group

from bot import settings
from bot.manifest import manifest, scopes
from bot.monitoring import logs
from models import disk
from models.database import AWAY, migrate
from models.domain.errors import NoDatabase, NotMigrated
from models.secrets.sealing import new_key

_MODULES = {
    "doctor": "health",
    "alive": "health",
    "dead-letters": "letters",
    "letters": "letters",  # its name before 2026-12: scripts may have it
    "trace": "trace",
    "rotate": "rotate",
    "backup": "backup",
    "audit": "audit",
    "export": "export",
    "accounts": "accounts",
    "proxies": "proxies",
}
"""The module beside this one that has each further command. It is loaded when it is asked for: most take long to load,
and a health check is asked for every few seconds."""
_GROUPS = frozenset({"accounts", "proxies"})


class _OnDemand(TyperGroup):
    """The commands of this module and, by name, those of ``_MODULES``."""

    # Any: Typer has a Click of its own, whose classes have no public name.
    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *_MODULES]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _MODULES:
            return super().get_command(ctx, cmd_name)
        group = get_group(import_module(f"bot.cli.{_MODULES[cmd_name]}").app)
        if cmd_name not in _GROUPS:
            return group.commands[cmd_name]
        group.name = cmd_name
        return group


class _Commands(typer.Typer):
    """All commands; what the disk or the database does not take ends one with a sentence."""

    def __call__(self, *given: Any, **named: Any) -> Any:
        try:
            return super().__call__(*given, **named)
        except (*AWAY, OSError) as error:
            # What is left of the output goes nowhere: Python would try to write it once more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            why = disk.trouble(error) or str(error).partition("\n")[0] or type(error).__name__
            settings.stop(f"It did not end: {why}. Run it again when that is mended.")


app = _Commands(
    cls=_OnDemand,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="See, start, stop and repeat the browser tasks of your accounts, from Slack.",
)
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


@app.command()
def bot() -> None:
    """Run the Slack side: Socket Mode with SLACK_APP_TOKEN, else signed HTTP on PORT."""
    from bot import app as program

    config = settings.load("slack_bot_token")
    if not config.slack_app_token:
        config = settings.load("slack_bot_token", "slack_signing_secret")
    if not config.redis_url:
        config = settings.load("slack_bot_token", "site_url", "secret_keys")
    logs.set_up(config.log_level, config.secrets())
    asyncio.run(program.run(config))


@app.command(name="manifest")
def manifest_command(
    url: Annotated[
        str, typer.Option("--url", help="https:// address the bot is reached at; without it: Socket Mode")
    ] = "",
    user_groups: Annotated[
        bool, typer.Option("--user-groups", help="Also ask for what granting access to user groups needs")
    ] = False,
    org: Annotated[
        bool, typer.Option("--org", help="For one installation in a whole organisation on Enterprise Grid")
    ] = False,
) -> None:
    """Print the Slack app's manifest as JSON; the reason of each scope goes to standard error."""
    if url and not url.startswith("https://"):
        settings.stop("--url: Slack sends to https:// addresses only.")
    typer.echo(json.dumps(manifest(url, user_groups=user_groups, org=org), indent=2))
    for scope, why in scopes(user_groups=user_groups).items():
        typer.echo(f"{scope}: {why}", err=True)


@app.command(name="migrate")
def migrate_command() -> None:
    """Bring the database's tables to the newest form."""
    url = settings.load().database_url
    try:
        newer = asyncio.run(migrate(url))
    except (NoDatabase, NotMigrated) as error:
        settings.stop(f"DATABASE_URL: {error}")
    _out.print(
        f"Nothing to do: the database was migrated by a newer program, up to {max(newer)}."
        if newer
        else "The database is up to date."
    )


@app.command()
def demo(
    tour: Annotated[
        bool, typer.Option("--tour", help="Do the main job by itself, and tell of each step")
    ] = False,
    out: Annotated[Path, typer.Option("--out", help="Folder for the tour's pictures")] = Path("tour"),
    port: Annotated[int, typer.Option("--port", help="Port of the local Slack")] = 0,
) -> None:
    """Run everything on this machine: a local Slack, a practice site, and the real bot between them."""
    from bot.demo import show

    raise SystemExit(asyncio.run(show.tour(out) if tour else show.demo(port)))


@app.command()
def site(port: Annotated[int, typer.Option("--port")] = 8081) -> None:
    """Run the practice site alone."""
    from bot.demo import show

    asyncio.run(show.site(port))


@app.command()
def slack(
    port: Annotated[int, typer.Option("--port")] = 8080,
    request_url: Annotated[
        str, typer.Option("--request-url", help="Deliver by signed HTTP to this address")
    ] = "",
) -> None:
    """Run the local Slack alone; without --request-url it delivers over Socket Mode."""
    from bot.demo import show

    asyncio.run(show.slack(port, request_url or None))


@app.command()
def key(name: Annotated[str, typer.Argument(help="Letters and digits")] = "k1") -> None:
    """Print a fresh sealing key for BELLHOP_SECRET_KEYS."""
    _out.print(new_key(name))
