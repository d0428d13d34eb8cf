"""Programs that run until they are stopped: the bot, the demo and its two servers."""

import asyncio
from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer()
_Site = Literal["first", "second"]


@app.command()
def bot() -> None:
    """Run the Slack side: Socket Mode with SLACK_APP_TOKEN, else signed HTTP on PORT."""
    from bot import app as program  # each of these is slow to import
    from bot import settings
    from bot.monitoring import logs

    config = settings.load("slack_bot_token")
    if not config.slack_app_token:
        config = settings.load("slack_bot_token", "slack_signing_secret")
    if not config.redis_url:
        config = settings.load("slack_bot_token", "site_url", "secret_keys")
    logs.set_up(config.log_level, config.secrets())
    asyncio.run(program.run(config))


@app.command()
def demo(
    tour: Annotated[
        bool, typer.Option("--tour", help="Do the main job in a headless browser, and print each step")
    ] = False,
    out: Annotated[Path, typer.Option("--out", help="Folder for the tour's pictures")] = Path("tour"),
    port: Annotated[int, typer.Option("--port", help="Port of the local Slack")] = 0,
    site: Annotated[
        _Site,
        typer.Option("--site", help="Which practice site: first is in English, second in Spanish and German"),
    ] = "first",
) -> None:
    """Run everything on this machine: a local Slack, a practice site, and the real bot between them."""
    if tour and site != "first":
        raise typer.BadParameter("The tour is of the first site: leave out --tour or --site.")
    from bot.demo import show

    raise SystemExit(asyncio.run(show.tour(out) if tour else show.demo(port, site)))


@app.command()
def site(
    port: Annotated[int, typer.Option("--port")] = 8081,
    name: Annotated[
        _Site, typer.Option("--site", help="first: English; second: Spanish and German")
    ] = "first",
) -> None:
    """Run a practice site alone."""
    from bot.demo import show

    asyncio.run(show.site(port, name))


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
