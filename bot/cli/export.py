"""Tasks as CSV, by the words of a list."""

import sys
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from bot import clock, settings
from bot.cli.database import with_database
from bot.settings import Settings
from handlers.exports import file as export_file
from handlers.slack.texts import count
from models.domain.errors import BadFilter

app = typer.Typer()


@app.command()
def export(
    typed: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]...", help="Filter words, as after /tasks export")
    ] = None,
    zone: Annotated[str, typer.Option("--zone", help="Time zone of words such as `today`")] = "UTC",
) -> None:
    """Write tasks, or the outcomes of `batch:12`, as CSV to standard output."""

    async def body(_config: Settings) -> int:
        lines = await export_file.by_words(" ".join(typed or []), zone=days, now=clock.now())
        number = await export_file.write(lines, sys.stdout.buffer)
        sys.stdout.buffer.flush()  # before it is said to be written
        return number

    try:
        days = ZoneInfo(zone)
        number = with_database(body)
    except BadFilter as error:
        settings.stop(str(error))
    except (ZoneInfoNotFoundError, ValueError):
        settings.stop("--zone: write a time zone by its name, such as Europe/Berlin.")
    typer.echo(f"{count(number, 'task')} written.", err=True)
