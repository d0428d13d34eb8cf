"""``python -m tests.chaos``: inject every fault on both databases, and print the outcome."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console
from rich.table import Table

from tests.chaos.faults import FAULTS
from tests.chaos.report import page
from tests.chaos.run import Row, inject_faults
from tests.long_command import interrupt_on_terminate, say, told

_console = Console(width=140)


def main(
    runs: Annotated[int, typer.Option(help="How often each fault is injected")] = 1,
    only: Annotated[list[str] | None, typer.Option(help="Part of a fault's name; may be given again")] = None,
    database: Annotated[list[str] | None, typer.Option(help="sqlite or postgres; both if not given")] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write a page of it; with --only or --database its other rows stay")
    ] = None,
) -> None:
    """Print faults x runs with what was lost, doubled, stuck or broken; ends with 1 when anything was.

    Each fault is told as soon as it is over, and stands in the report then: whoever interrupts it keeps that.
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    faults = [name for name in FAULTS if not only or any(part in name for part in only)]
    rows: list[Row] = []
    before = report.read_text() if report and report.exists() and (only or database) else ""
    with told(lambda: _print(rows)):
        for kind in database or ("sqlite", "postgres"):
            asyncio.run(_inject(kind, faults, runs, rows, lambda: _keep(report, rows, before)))
    raise SystemExit(any(row.lost or row.doubled or row.stuck or row.broken for row in rows))


async def _inject(
    database: str, faults: Sequence[str], runs: int, rows: list[Row], keep: Callable[[], None]
) -> None:
    async for row in inject_faults(database, faults, runs):
        rows.append(row)
        wrong = (*row.stuck, *row.lost, *row.doubled, *row.broken)
        say(f"{database}: {row.fault}, {row.runs} runs, {len(wrong) or 'nothing'} wrong")
        for line in wrong:
            say(line)
        keep()


def _keep(report: Path | None, rows: list[Row], before: str) -> None:
    if report:
        report.parent.mkdir(exist_ok=True)
        report.write_text(page(rows, before))


def _print(rows: list[Row]) -> None:
    table = Table("fault", "database", title="Outcome of each fault")
    for head in ("runs", "lost", "doubled", "stuck", "broken rules", "longest recovery, s"):
        table.add_column(head, justify="right")
    for row in rows:
        figures = (row.runs, len(row.lost), len(row.doubled), len(row.stuck), len(row.broken))
        table.add_row(row.fault, row.database, *map(str, figures), f"{row.longest:.0f}")
    _console.print(table)
    for row in rows:
        for line in (*row.stuck, *row.lost, *row.doubled, *row.broken):
            _console.print(f"{row.fault}, {row.database}: {line}", style="red")


if __name__ == "__main__":
    interrupt_on_terminate()
    typer.run(main)
