"""Everything of one task, in a terminal or as JSON."""

import json
from collections.abc import Sequence
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot import clock
from bot.cli.database import with_database
from bot.cli.on_demand import STATUSES
from bot.cli.tasks import as_json as written
from bot.cli.tasks import asked, asker
from bot.cli.tasks.printed import plain
from bot.settings import Settings
from handlers.slack.texts import moment
from handlers.slack.views import News
from handlers.tasks import present
from models.domain.lifecycle import Status
from models.domain.permissions import Action, Deed
from models.domain.text import MOST_ID
from models.domain.values.rows import MoveRow, TaskDetail
from models.tasks import queries

app = typer.Typer()
_MOST_MOVES = 100
_Found = tuple[TaskDetail, tuple[MoveRow, ...]]


@app.command(name="show", epilog=STATUSES)
def show_task(
    task_id: Annotated[int, typer.Argument(metavar="ID", min=1, max=MOST_ID, help="Task ID")],
    *,
    by: Annotated[str, typer.Option("--as", help="Slack user id: by their rights")] = "",
    zone: asked.Zone = "UTC",
    as_json: asked.AsJson = False,
) -> None:
    """Show everything of one task: what came of it, what to do, its attempts, its history."""
    days = asked.zone_of(zone)
    if by:
        asker.need_person(by)
    with asker.refusals("nothing was shown"):
        found = with_database(lambda config: _found(task_id, by, config), keys="unlooked")
    if found is None:
        asker.end(f"there is no task {task_id}. `bellhop tasks list` lists them all.")
    typer.echo(json.dumps(_as_json(*found), indent=2) if as_json else "\n".join(_lines(*found, zone=days)))


async def _found(task_id: int, by: str, config: Settings) -> _Found | None:
    if by:
        actor, may = await asker.standing(by, config)
        deed = Deed(action=Action.SEE, about=f"#{task_id}", command="bellhop tasks show")
        await asker.need(actor, may, deed)
    task = await queries.task_detail(task_id, now=clock.now())
    return (task, await queries.history(task_id, most=_MOST_MOVES)) if task else None


def _as_json(task: TaskDetail, moves: Sequence[MoveRow]) -> dict[str, Any]:
    history = [
        {
            "at": written.moment(one.at),
            "attempt": one.attempt,
            "move": one.move,
            "from": one.from_status or None,
            "to": one.to_status,
            "by": one.actor or None,
        }
        for one in moves
    ]
    return written.detail(task) | {"advice": present.advice(task) or None, "history": history}


def _lines(task: TaskDetail, moves: Sequence[MoveRow], *, zone: ZoneInfo) -> list[str]:
    """What came of it first, then what to do, then all else; as the card in Slack has it."""
    now = clock.now()
    card = present.card(task, thread_link="", news=News(), zone=zone, now=now)
    fields = [card.account, *card.fields]
    widest = max(len(field.label) for field in fields)
    head, _, rest = plain("\n".join(filter(None, (card.head, card.result)))).partition("\n")
    return [
        f"{card.title} {head}",
        *rest.splitlines(),
        *plain(card.explained).splitlines(),
        *([f"What to do: {plain(card.advice)}"] if card.advice else []),
        *([f"Status note: {task.note_link}"] if task.note_link else []),
        "",
        *(f"{field.label:<{widest}}  {' · '.join(plain(field.words).splitlines())}" for field in fields),
        "",
        *(line for attempt in card.attempts for line in _attempt(plain(attempt))),
        "",
        f"History (times are in {zone})",
        *(f"  {_moved(one, zone)}" for one in moves),
    ]


def _attempt(words: str) -> list[str]:
    first, *rest = words.splitlines()
    return [first, *(f"  {line}" for line in rest)]


def _moved(one: MoveRow, zone: ZoneInfo) -> str:
    to = Status(one.to_status).label
    what = f"{Status(one.from_status).label} → {to}" if one.from_status else f"Created: {to}"
    who = f" · {plain(one.actor)}" if one.actor else ""
    return f"{plain(moment(one.at, zone=zone, now=clock.now()))} · {what} · attempt {one.attempt}{who}"
