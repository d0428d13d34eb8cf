"""Commands for who looks after a running Bellhop: is it well, what did Slack refuse, what did an attempt do."""

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import IO, Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.console import Console
from rich.table import Table

from bot import clock, settings, startup
from bot.cli import audit as auditing
from bot.cli import backup
from bot.cli import rotate as rotation
from bot.settings import Settings
from handlers.exports import file as export_file
from handlers.slack.texts import count
from models.database import close_database, open_database
from models.domain.errors import BadFilter, NoDatabase
from models.domain.text import MOST_ID
from models.messages import outbox, status_notes
from models.monitoring import processes
from models.private_files import opener
from models.secrets.sealing import Sealer

app = typer.Typer()
T = TypeVar("T")
_out = Console(highlight=False, soft_wrap=True)


@app.command()
def doctor() -> None:
    """Examine everything and say what to do; ends with 1 when something is wrong."""
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
            _out.print(
                f"[red]✗[/] {result.name}: {result.says}"
                if result.remedy
                else f"[green]✓[/] {result.name}: {result.says}"
            )
            if result.remedy:
                _out.print(f"  → {result.remedy}")
        return sum(bool(result.remedy) for result in results)

    wrong = asyncio.run(body())
    _out.print(f"{count(wrong, 'thing')} to see to." if wrong else "All is well.")
    raise SystemExit(1 if wrong else 0)


@app.command()
def alive() -> None:
    """Say whether the processes of this machine live and hear; ends with 1 when none does, or one is deaf."""
    own = f"{socket.gethostname()}:"

    async def body(_config: Settings) -> list[processes.Process]:
        return [process for process in await processes.alive(now=clock.now()) if process.name.startswith(own)]

    running = _with_database(body, keys="unlooked")
    for process in running:
        _out.print(f"{process.kind} {process.name}{f' is {process.about}' if process.is_deaf else ''}")
    if not running:
        _out.print(f"No process of {own.rstrip(':')} was seen of late.")
    raise SystemExit(0 if running and not any(process.is_deaf for process in running) else 1)


@app.command(name="dead-letters")
@app.command(name="letters", hidden=True)  # its name before 2026-12: scripts may have it
def dead_letters(
    resend: Annotated[bool, typer.Option("--resend", help="Send all of them again")] = False,
) -> None:
    """Show what did not reach Slack, newest first, or send it again."""
    if resend:
        again = _with_database(lambda _: outbox.resend(now=clock.now()))
        _out.print(f"{count(again, 'message')} will be sent again.")
        return
    dead = _with_database(lambda _: outbox.dead(most=100))
    if not dead:
        _out.print("Every message reached Slack, or is still on its way.")
        return
    table = Table("id", "kind", "about", "why", "since")
    for message in dead:
        table.add_row(
            str(message.id),
            message.kind,
            str(message.about),
            message.error,
            f"{message.due_at:%Y-%m-%d %H:%M} UTC",
        )
    _out.print(table)
    _out.print("`bellhop dead-letters --resend` sends them again, each drawn as things are then.")


@app.command()
def trace(
    task: Annotated[int, typer.Argument(help="Task ID", min=1, max=MOST_ID)],
    attempt: Annotated[
        int | None, typer.Option("--attempt", min=1, max=MOST_ID, help="The newest that failed, if not given")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="File to write")] = Path("trace.zip"),
) -> None:
    """Write the trace of an attempt that failed (BELLHOP_TRACE=1). Passwords and sessions are taken out of its texts; it shows the account's pages."""
    archive = _with_database(
        lambda config: status_notes.trace_of(task, attempt, sealer=Sealer(config.secret_keys)), "secret_keys"
    )
    if archive is None:
        settings.stop(f"no trace of task {task} is kept. BELLHOP_TRACE=1 keeps those of attempts that fail.")
    with _opened(out, "wb") as file:
        file.write(archive)
    _out.print(f"{out} written. Look at it with: playwright show-trace {out}")


@app.command()
def rotate() -> None:
    """Seal everything with the newest of BELLHOP_SECRET_KEYS. May be interrupted, and is then simply run again."""
    raise SystemExit(_with_database(rotation.rotate, "secret_keys", keys="unlooked"))


@app.command("backup")
def backup_command(
    file: Annotated[Path, typer.Argument(help="File to write; it must not exist yet")],
) -> None:
    """Copy the SQLite database while everything runs, and read the copy through. For PostgreSQL: say how."""
    backup.backup(settings.load().database_url, file)


@app.command("audit")
def audit_command(
    out: Annotated[Path, typer.Option("--out", help="CSV file to write")] = Path("audit.csv"),
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Write no file; check that no line was changed since it was written"),
    ] = False,
    head: Annotated[
        str, typer.Option("--head", help="With --verify: the head that a digest showed; a line must have it")
    ] = "",
) -> None:
    """Write the whole audit as CSV: what was done and what was refused, oldest first."""
    if head and not verify:
        settings.stop("--head is for --verify: bellhop audit --verify --head …")
    if verify:
        raise SystemExit(_with_database(lambda _: auditing.verify(head)))
    with _opened(out, "w") as file:
        lines = _with_database(lambda _: auditing.write(file))
    _out.print(f"{out} written: {count(lines, 'line')}.")


def _opened(out: Path, mode: str) -> IO[Any]:
    """The file, for its owner alone; stop with one line where that cannot be."""
    text: dict[str, Any] = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    try:
        return open(out, mode, opener=opener, **text)
    except OSError as error:
        settings.stop(f"{out} cannot be written: {error.strerror}.")


@app.command()
def export(
    typed: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]...", help="As after /tasks export")
    ] = None,
    zone: Annotated[str, typer.Option("--zone", help="Whose days `today` and the like mean")] = "UTC",
) -> None:
    """Write the tasks of a list, or what became of `batch:12`, as CSV to standard output."""

    async def body(_config: Settings) -> int:
        lines = await export_file.by_words(" ".join(typed or []), zone=days, now=clock.now())
        number = await export_file.write(lines, sys.stdout.buffer)
        sys.stdout.buffer.flush()  # before it is said to be written
        return number

    try:
        days = ZoneInfo(zone)
        number = _with_database(body)
    except BadFilter as error:
        settings.stop(str(error))
    except (ZoneInfoNotFoundError, ValueError):
        settings.stop("--zone: write a time zone by its name, such as Europe/Berlin.")
    typer.echo(f"{count(number, 'task')} written.", err=True)


def _with_database(
    body: Callable[[Settings], Awaitable[T]], *needed: str, keys: startup.Keys = "fitting"
) -> T:
    """Do ``body`` with the database open; stop with one line when it, or a setting, is not there."""
    config = settings.load(*needed)

    async def whole() -> T:
        await startup.open_migrated(config, keys=keys)
        try:
            return await body(config)
        finally:
            await close_database()

    return asyncio.run(whole())
