"""Whether Bellhop is well: everything examined, or the processes of this machine alone."""

import asyncio
import socket

import typer
from rich.console import Console
from rich.text import Text

from bot import clock, settings
from bot.cli.database import with_database
from bot.settings import Settings
from handlers.slack.texts import count
from models.database import close_database, open_database
from models.domain.errors import NoDatabase
from models.monitoring import processes

app = typer.Typer()
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


@app.command()
def doctor() -> None:
    """Check everything and say what to do. Exits with 1 if something is wrong."""
    from bot.doctor import examine, examine_browser  # with the clients of all it looks at: slow to import

    config = settings.load()

    async def body() -> int:
        try:
            await open_database(config.database_url)
        except NoDatabase as error:
            settings.stop(f"DATABASE_URL: {error}")
        try:
            results = [*await examine(config), await examine_browser(config)]
        finally:
            await close_database()
        for result in results:
            mark = Text("✗", style="red") if result.remedy else Text("✓", style="green")
            _out.print(mark, f"{result.name}: {result.says}")
            if result.remedy:
                _out.print(f"  → {result.remedy}")
        return sum(bool(result.remedy) for result in results)

    wrong = asyncio.run(body())
    _out.print(f"{count(wrong, 'problem')} to fix." if wrong else "Everything works.")
    raise SystemExit(1 if wrong else 0)


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
