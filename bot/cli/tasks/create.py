"""Tasks on the command line: a list of them looked at line by line, then created."""

import asyncio
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import clock, settings
from bot.cli.database import opened, with_database
from bot.cli.tasks import asker
from bot.settings import Settings
from handlers.slack.texts import count
from handlers.tasks.many import present
from models.access import scope
from models.access.changes import Named
from models.batches import approvals, create, kept_lists
from models.batches.lists import names
from models.domain.conversations import is_channel
from models.domain.errors import BadRequest
from models.domain.permissions import Action, Actor, Authority, Deed
from models.domain.task_files.columns import COLUMNS
from models.domain.task_files.line import TaskList
from models.domain.task_files.reader import MOST_MB, MOST_TASKS, read_tasks
from models.domain.task_files.rest import rest_csv
from models.domain.task_files.verdicts import Judged, Verdict, chosen, is_chosen
from models.domain.task_types import TASK_TYPES
from models.domain.values.batches.approvals import Policy
from models.domain.values.batches.requests import BatchRequest

app = typer.Typer()
_FIRST = 5  # lines named
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
_notes = Console(highlight=False, soft_wrap=True, markup=False, emoji=False, stderr=True)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What the command was given."""

    by: str
    channel: str
    why: str
    also: frozenset[str]
    rest: Path | None
    only_look: bool
    ask: bool


@app.command(name="create")
def create_tasks(  # noqa: PLR0913 - each is an option
    file: Annotated[
        Path,
        typer.Argument(
            help=f".csv, .tsv, .txt or .xlsx; its header may have: {', '.join(COLUMNS)}. "
            f"At most {MOST_MB} MB and {MOST_TASKS:,} tasks"
        ),
    ],
    *,
    by: asker.By,
    type_id: Annotated[str, typer.Option("--type", help="Task type of lines that name none")] = "",
    channel: asker.Channel = "",
    why: Annotated[str, typer.Option("--why", help="Shown to people who look at the batch later")] = "",
    also: Annotated[list[str] | None, typer.Option("--also", help="Create these as well: held, no_proxy, waiting or same_name")] = None,
    rest: Annotated[Path | None, typer.Option("--rest", help="File for the other lines, with a column `why`")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would happen to each line")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation")] = False,
) -> None:  # fmt: skip
    """Create the tasks of a list. The good lines go ahead; the others are named, and written to --rest."""
    asker.need_person(by)
    if type_id and type_id not in TASK_TYPES:
        settings.stop(f"--type: write one of {', '.join(TASK_TYPES)}.")
    if rest and rest.exists() and file.exists() and rest.samefile(file):
        settings.stop("--rest: name another file than the list; its good lines would be lost.")
    asked = _Asked(
        by=by, channel=channel or by, why=why, also=_also(also or []), rest=rest, only_look=preview,
        ask=not yes and sys.stdin.isatty(),
    )  # fmt: skip
    with asker.refusals("nothing was created"):
        tasks = _read(file, type_id)
        with_database(lambda config: _create(tasks, asked, config))


def _also(words: Sequence[str]) -> frozenset[str]:
    known = {verdict.word for verdict in Verdict if verdict.is_possible} - {Verdict.FINE.word}
    if wrong := sorted(set(words) - known):
        settings.stop(f"--also: {wrong[0]!r} is none of {', '.join(sorted(known))}.")
    return frozenset(words)


def _read(file: Path, type_id: str) -> TaskList:
    try:
        with file.open("rb") as given:
            return read_tasks(given.read(MOST_MB * 10**6 + 1), type_id=type_id)
    except OSError as error:
        settings.stop(f"{file} cannot be read: {error.strerror}.")


async def _create(tasks: TaskList, asked: _Asked, config: Settings) -> None:
    actor, may = await asker.standing(asked.by, config)
    lines = await _looked(tasks, may)
    _show(lines, _out if asked.only_look else _notes)
    batch = BatchRequest.of_list(chosen(lines, asked.also), by=asked.by, why=asked.why, channel=asked.channel)
    rest = [one for one in lines if not is_chosen(one, asked.also)]
    if rest and asked.rest:
        with opened(asked.rest, "wb") as out:
            out.write(rest_csv(rest, type_id=tasks.type))
    question = f"Create {count(batch.size, 'task')}?"
    if (
        asked.only_look
        or not batch.items
        or (asked.ask and not await asyncio.to_thread(typer.confirm, question))
    ):
        _out.print("Nothing was created.")
        return

    async def check() -> None:
        await names.alone()
        if kept_lists.digest(await _looked(tasks, may)) != kept_lists.digest(lines):
            raise BadRequest({"list": "The accounts or tasks changed after the preview. Run this again."})

    _out.print(await _change(actor, batch, Policy.of(config.approve_above, config.approve_types), check))


async def _looked(tasks: TaskList, may: Authority) -> tuple[Judged, ...]:
    return await kept_lists.look(tasks, lambda group: may.may(Action.CREATE, group))


async def _change(
    actor: Actor, batch: BatchRequest, policy: Policy, check: Callable[[], Awaitable[None]]
) -> str:
    """Authorized, checked, created and audited in one transaction; return what was done. Raise Refused, with that
    audited, and what ``check`` raises.
    """
    asks, about = policy.asks(batch.types, batch.size), present.about(batch.types, batch.size)
    if asks and not is_channel(batch.channel):
        raise BadRequest(
            {"channel": "This needs a second person: name a channel where somebody sees it, by --channel."}
        )
    deed = Deed(action=Action.CREATE, about="", command="bellhop tasks create")
    words, _ = await asker.change(
        actor,
        deed,
        lambda made: Named(
            words=f"{'asks for ' if asks and made else ''}{about}", batch=made[1] if made else None
        ),
        lambda: _made(batch, check, asks=asks),
        lambda: scope.of_accounts(batch.account_ids),
    )
    return words


async def _made(
    batch: BatchRequest, check: Callable[[], Awaitable[None]], *, asks: bool
) -> tuple[str, int | None]:
    await check()
    if asks:
        await approvals.ask_for_batch(batch, now=clock.now())
        return "This needs a second person: somebody else must approve it in the channel.", None
    number, ids = await create.create(batch, now=clock.now())
    return f"Created {count(len(ids), 'task')}, #{ids[0]} to #{ids[-1]}, in batch {number}.", number


def _show(lines: Sequence[Judged], where: Console) -> None:
    """How many lines have which verdict, and the first of those that are not fine."""
    counted = Counter(one.verdict for one in lines)
    where.print(f"{count(len(lines), 'line')}: " + ", ".join(f"{n:,} {v.label}" for v, n in counted.items()))
    for verdict in counted.keys() - {Verdict.FINE}:
        some = [one for one in lines if one.verdict is verdict]
        for one in some[:_FIRST]:
            where.print(f"Row {one.line.number}: {one.why}")
        if len(some) > _FIRST:
            where.print(f"And {len(some) - _FIRST:,} more: {verdict.label}.")
