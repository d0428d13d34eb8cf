"""``python -m tests.benchmarks NAME``: run one benchmark and print its figures."""

import asyncio
from enum import StrEnum
from typing import Annotated

import typer

from bot.monitoring.logs import set_up
from tests.benchmarks import browsers as browsers_benchmark
from tests.benchmarks import endurance as endurance_benchmark
from tests.benchmarks import engine as engine_benchmark
from tests.benchmarks import export as export_benchmark
from tests.benchmarks import failed as failed_benchmark
from tests.benchmarks import list as list_benchmark
from tests.benchmarks import live as live_benchmark
from tests.benchmarks import notes as notes_benchmark
from tests.benchmarks import operation as operation_benchmark
from tests.benchmarks import steady as steady_benchmark
from tests.benchmarks import task_list as task_list_benchmark
from tests.benchmarks.alerts import look as alerts_benchmark
from tests.benchmarks.claiming import claims as claims_benchmark
from tests.long_command import interrupt_on_terminate

app = typer.Typer(add_completion=False, help=__doc__)


class Database(StrEnum):
    """Which kinds of database a benchmark runs on."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"
    BOTH = "both"


@app.callback()
def benchmarks() -> None:
    """Print figures; nothing is asserted. Whoever interrupts one gets the figures until then."""
    set_up("error")


@app.command("list")
def tasks(
    rows: Annotated[
        int, typer.Option(help="Tasks in the big database; 0: 10 million on PostgreSQL, 1 on SQLite")
    ] = 0,
    small: Annotated[int, typer.Option(help="Tasks in the small one beside it")] = 10_000,
    database: Annotated[Database, typer.Option(help="Which databases")] = Database.BOTH,
    clicks: Annotated[bool, typer.Option(help="Also click, with a bot and a local Slack")] = True,
) -> None:
    """The list of tasks: pages, filters, counts, clicks."""
    for kind in _kinds(database):
        wanted = list_benchmark.Wanted(kind=kind, rows=rows, small=small, clicks=clicks)
        asyncio.run(list_benchmark.run(wanted))


@app.command("claims")
def claims(
    waiting: Annotated[int, typer.Option(help="Tasks that wait")] = 1_000_000,
    database: Annotated[Database, typer.Option(help="Which databases")] = Database.BOTH,
) -> None:
    """The claim of a task: with pauses, and where the first ones may not begin."""
    for kind in _kinds(database):
        asyncio.run(claims_benchmark.run(kind, waiting))


@app.command("operation")
def operation(
    tasks: Annotated[int, typer.Option(help="Tasks in one operation")] = 100_000,
    database: Annotated[Database, typer.Option(help="Which databases")] = Database.BOTH,
) -> None:
    """Cancel and re-execute very many tasks at once."""
    for kind in _kinds(database):
        asyncio.run(operation_benchmark.run(kind, tasks))


@app.command("export")
def export(
    tasks: Annotated[int, typer.Option(help="Tasks in the file")] = 100_000,
    database: Annotated[Database, typer.Option(help="Which databases")] = Database.BOTH,
) -> None:
    """The tasks of a list as a file: written, and brought to a local Slack."""
    for kind in _kinds(database):
        asyncio.run(export_benchmark.run(kind, tasks))


@app.command("failed")
def failed(
    tasks: Annotated[int, typer.Option(help="Tasks in the database")] = 300_000,
    most: Annotated[int, typer.Option("--failed", help="Of them failed")] = 100_000,
    database: Annotated[Database, typer.Option(help="Which databases")] = Database.BOTH,
) -> None:
    """Failures grouped by cause, as /tasks failed shows them."""
    for kind in _kinds(database):
        asyncio.run(failed_benchmark.run(kind, tasks, most))


@app.command("alerts")
def alerts(
    tasks: Annotated[int, typer.Option(help="Tasks in the database")] = 100_000,
    events: Annotated[int, typer.Option(help="Executions that ended, the newest")] = 50_000,
    database: Annotated[Database, typer.Option(help="Which databases")] = Database.BOTH,
) -> None:
    """What each kind of alert counts, and one look of twenty rules."""
    for kind in _kinds(database):
        asyncio.run(alerts_benchmark.run(kind, tasks, events))


@app.command("tasks")
def task_list(
    tasks: Annotated[int, typer.Option(help="Tasks in the database")] = 100_000,
    lines: Annotated[int, typer.Option(help="Lines of the list")] = 5_000,
    bad: Annotated[int, typer.Option(help="Of them bad")] = 300,
    database: Annotated[Database, typer.Option(help="Which databases")] = Database.BOTH,
) -> None:
    """A list of very many tasks: previewed, confirmed, created."""
    for kind in _kinds(database):
        asyncio.run(task_list_benchmark.run(kind, tasks, lines, bad))


@app.command("live")
def live(
    lists: Annotated[int, typer.Option(help="Lists that are shared")] = 50,
    moves: Annotated[int, typer.Option(help="Moves of tasks a second")] = 20,
    seconds: Annotated[int, typer.Option(help="For how long")] = 60,
) -> None:
    """Lists that repaint themselves while tasks move, at Slack's own rates."""
    asyncio.run(live_benchmark.run(lists, moves, seconds))


@app.command("browsers")
def browsers(
    tasks: Annotated[int, typer.Option(help="Tasks of each variant")] = 40,
    latency: Annotated[int, typer.Option(help="Milliseconds the site takes for each answer")] = 0,
    at_once: Annotated[int, typer.Option(help="Tasks at once where the browser is warm")] = 2,
) -> None:
    """Tasks in browsers, beside bare scripts."""
    asyncio.run(browsers_benchmark.run(tasks, latency, at_once))


@app.command("endurance")
def endurance(
    accounts: Annotated[int, typer.Option(help="Accounts, with a fault at each fourth")] = 50,
    tasks_each: Annotated[int, typer.Option(help="Tasks of each account")] = 10,
    at_once: Annotated[int, typer.Option(help="Tasks at once")] = 4,
) -> None:
    """Very many tasks with faults among them: what becomes of them, of the site and of the memory."""
    asyncio.run(endurance_benchmark.run(accounts, tasks_each, at_once))


@app.command("engine")
def engine(tasks: Annotated[int, typer.Option(help="Tasks of each engine")] = 10_000) -> None:
    """Durable no-op tasks a second, beside other queues."""
    asyncio.run(engine_benchmark.run(tasks))


@app.command("notes")
def notes(tasks: Annotated[int, typer.Option(help="Tasks of one batch that have ended")] = 300) -> None:
    """What Slack is asked for by the status notes of a busy batch."""
    asyncio.run(notes_benchmark.run(tasks))


@app.command("steady")
def steady(minutes: Annotated[float, typer.Option(help="For how long tasks arrive")] = 10) -> None:
    """All processes while tasks arrive steadily: the metrics beside the books, and what a scrape costs."""
    asyncio.run(steady_benchmark.run(minutes))


def _kinds(database: Database) -> list[str]:
    return [kind for kind in ("postgres", "sqlite") if database in (kind, Database.BOTH)]


if __name__ == "__main__":
    interrupt_on_terminate()
    app()
