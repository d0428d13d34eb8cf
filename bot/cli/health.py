"""Whether Bellhop is well: everything examined, or the processes of this machine alone."""

import asyncio
import json
import socket
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot import clock, settings
from bot.cli.database import keep_output_clean, with_database
from bot.cli.on_demand import STATUSES
from bot.settings import Settings
from handlers.slack.texts import count
from models.database import close_database, open_database
from models.domain.errors import NoDatabase
from models.domain.values.checks import CheckResult
from models.monitoring import processes

app = typer.Typer()
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


@app.command(epilog=STATUSES)
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print each check as JSON; remedy is null where all is well")] = False,
) -> None:  # fmt: skip
    """Check everything and say what to do. Exits with 1 if something is wrong."""
    keep_output_clean()
    results = asyncio.run(_examined(settings.load()))
    wrong = sum(bool(result.remedy) for result in results)
    if as_json:
        typer.echo(json.dumps([_as_json(result) for result in results], indent=2))
    else:
        _show(results)
        _out.print(f"{count(wrong, 'problem')} to fix." if wrong else "Everything works.")
    raise SystemExit(1 if wrong else 0)


async def _examined(config: Settings) -> list[CheckResult]:
    from bot.doctor import examine, examine_browser  # with the clients of all it looks at: slow to import

    try:
        await open_database(config.database_url)
    except NoDatabase as error:
        settings.stop(f"DATABASE_URL: {error}")
    try:
        return [*await examine(config), await examine_browser(config)]
    finally:
        await close_database()


def _as_json(result: CheckResult) -> dict[str, str | bool | None]:
    return {
        "name": result.name,
        "ok": not result.remedy,
        "says": result.says,
        "remedy": result.remedy or None,
    }


def _show(results: Sequence[CheckResult]) -> None:
    for result in results:
        mark = Text("✗", style="red") if result.remedy else Text("✓", style="green")
        _out.print(mark, f"{result.name}: {result.says}")
        if result.remedy:
            _out.print(f"  → {result.remedy}")


@app.command()
def alive() -> None:
    """Say which processes run on this machine. Exits with 1 if none does, or if one is not connected to Slack."""
    own = f"{socket.gethostname()}:"

    async def body(_config: Settings) -> list[processes.Process]:
        return [process for process in await processes.alive(now=clock.now()) if process.name.startswith(own)]

    running = with_database(body, keys="unlooked")
    for process in running:
        _out.print(f"{process.kind} {process.name}{f' is {process.about}' if process.is_deaf else ''}")
    if not running:
        _out.print(f"No process of {own.rstrip(':')} is running.")
    raise SystemExit(0 if running and not any(process.is_deaf for process in running) else 1)
