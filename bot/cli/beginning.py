"""What is needed before the first start: the Slack app's manifest, a key, the database's tables."""

import asyncio
import json
from typing import Annotated

import typer

app = typer.Typer()


@app.command(name="manifest")
def manifest_command(
    url: Annotated[
        str, typer.Option("--url", help="https:// address of the bot; Socket Mode if not given")
    ] = "",
    user_groups: Annotated[
        bool, typer.Option("--user-groups", help="Add the scopes for granting access to user groups")
    ] = False,
    org: Annotated[
        bool, typer.Option("--org", help="For one installation in a whole Enterprise Grid organisation")
    ] = False,
) -> None:
    """Print the Slack app's manifest as JSON; the reason for each scope goes to standard error."""
    from bot import settings
    from bot.manifest import manifest, scopes

    if url and not url.startswith("https://"):
        settings.stop("--url: Slack sends to https:// addresses only.")
    typer.echo(json.dumps(manifest(url, user_groups=user_groups, org=org), indent=2))
    for scope, why in scopes(user_groups=user_groups).items():
        typer.echo(f"{scope}: {why}", err=True)


@app.command(name="migrate")
def migrate_command() -> None:
    """Update the database's tables to this version."""
    from bot import settings  # each of these is slow to import
    from models.database import migrate
    from models.domain.errors import NoDatabase, NotMigrated

    url = settings.load().database_url
    try:
        newer = asyncio.run(migrate(url))
    except (NoDatabase, NotMigrated) as error:
        settings.stop(f"DATABASE_URL: {error}")
    typer.echo(
        f"Nothing to do: a newer Bellhop has already migrated the database, up to {max(newer)}."
        if newer
        else "The database is up to date."
    )


@app.command()
def key(name: Annotated[str, typer.Argument(help="Letters and digits")] = "k1") -> None:
    """Print a new encryption key for BELLHOP_SECRET_KEYS."""
    from models.secrets.sealing import new_key

    typer.echo(new_key(name))
