"""What is needed before the first start: the Slack app's manifest, a key, the database's tables."""

import asyncio
import json
from typing import Annotated

import typer

app = typer.Typer()


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
    from bot import settings
    from bot.manifest import manifest, scopes

    if url and not url.startswith("https://"):
        settings.stop("--url: Slack sends to https:// addresses only.")
    typer.echo(json.dumps(manifest(url, user_groups=user_groups, org=org), indent=2))
    for scope, why in scopes(user_groups=user_groups).items():
        typer.echo(f"{scope}: {why}", err=True)


@app.command(name="migrate")
def migrate_command() -> None:
    """Bring the database's tables to the newest form."""
    from bot import settings  # each of these is slow to import
    from models.database import migrate
    from models.domain.errors import NoDatabase, NotMigrated

    url = settings.load().database_url
    try:
        newer = asyncio.run(migrate(url))
    except (NoDatabase, NotMigrated) as error:
        settings.stop(f"DATABASE_URL: {error}")
    typer.echo(
        f"Nothing to do: the database was migrated by a newer program, up to {max(newer)}."
        if newer
        else "The database is up to date."
    )


@app.command()
def key(name: Annotated[str, typer.Argument(help="Letters and digits")] = "k1") -> None:
    """Print a fresh sealing key for BELLHOP_SECRET_KEYS."""
    from models.secrets.sealing import new_key

    typer.echo(new_key(name))
