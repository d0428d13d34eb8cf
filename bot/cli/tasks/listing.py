"""A list of tasks in a terminal, for another program, or as JSON."""

import json
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from bot import clock
from bot.cli.database import with_database
from bot.cli.on_demand import STATUSES
from bot.cli.tasks import asked, asker
from bot.cli.tasks.as_json import moment, task
from bot.cli.tasks.printed import lines_of, one_line
from bot.settings import Settings
from handlers.lists import present_row
from handlers.slack import texts
from handlers.slack.labels import BY_ITSELF, type_label
from models.domain.filters import ListState
from models.domain.permissions import Action, Deed
from models.domain.triage.signs import of_task
from models.domain.values.rows import TaskPage, TaskRow
from models.tasks import pages

app = typer.Typer()
_HEADER = ("id", "type", "account", "status", "result", "created", "by")
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


@app.command(name="list", epilog=f"{asked.HELP}\n\n{STATUSES}")
def list_tasks(
    typed: asked.Words = None,
    *,
    limit: Annotated[int | None, typer.Option("--limit", min=1, max=asked.MOST_LISTED, help="Tasks of a page; 20, if not given")] = None,
    page: Annotated[int | None, typer.Option("--page", min=1, help="Which page; the newest tasks are on the first")] = None,
    by: Annotated[str, typer.Option("--as", help="Slack user id: by their rights, and who `by:me` and `for:me` mean")] = "",
    zone: asked.Zone = "UTC",
    as_json: asked.AsJson = False,
) -> None:  # fmt: skip
    """List tasks, newest first, by the same words as /tasks in Slack."""
    days = asked.zone_of(zone)
    if by:
        asker.need_person(by)
    wanted = asked.page(typed or [], me=by, limit=limit, number=page)
    with asker.refusals("nothing was shown"):
        found = with_database(lambda config: _page(wanted, days, by, config), keys="unlooked")
    if as_json:
        typer.echo(json.dumps(_as_json(found), indent=2))
    else:
        _show(found, days)
    raise SystemExit(0 if found.rows else 1)


async def _page(wanted: ListState, zone: ZoneInfo, by: str, config: Settings) -> TaskPage:
    if by:
        actor, may = await asker.standing(by, config)
        await asker.need(actor, may, Deed(action=Action.SEE, about="tasks", command="bellhop tasks list"))
    return await pages.page(wanted, zone=zone, now=clock.now())


def _as_json(found: TaskPage) -> dict[str, Any]:
    return {
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "tasks": [task(row) for row in found.rows],
    }


def _show(found: TaskPage, zone: ZoneInfo) -> None:
    """A table as wide as the terminal, and where it ends; for another program one task a line, with moments as in JSON."""
    if not _out.is_terminal:
        typer.echo(lines_of(_HEADER, [_cells(row, str(moment(row.created_at))) for row in found.rows]))
        return
    rows = [_cells(row, texts.moment(row.created_at, zone=zone, now=clock.now())) for row in found.rows]
    table = Table(*_HEADER[:1], box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.columns[0].no_wrap = True
    for name in _HEADER[1:]:
        table.add_column(name, overflow="fold")
    for cells in rows:
        table.add_row(*map(one_line, cells))
    _out.print(table, soft_wrap=False)
    _out.print(
        f"{texts.count(found.total, 'task')}, page {found.page} of {found.pages}. Times are in {zone}."
    )


def _cells(row: TaskRow, created: str) -> tuple[str, ...]:
    return (
        str(row.id),
        type_label(row.type),
        row.login,
        " · ".join(sign.word for sign in of_task(row.status, row.outcome)),
        present_row.came_of(row) or texts.NOTHING,
        created,
        row.operation_user or BY_ITSELF,
    )
