"""Cancelling tasks and executing them again from a terminal: frozen, asked about with the numbers, then done."""

import asyncio
import json
import sys
from dataclasses import dataclass
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from bot import clock, settings
from bot.cli.database import with_database
from bot.cli.on_demand import STATUSES
from bot.cli.tasks import asked, asker, confirming
from bot.cli.tasks.confirming import Wanted
from bot.cli.tasks.printed import plain
from bot.settings import Settings
from handlers.batches import present_plan, present_receipt
from models.batches import operations, plans
from models.domain.errors import BadRequest, NeedsApproval
from models.domain.values.batches.approvals import Policy
from models.domain.values.batches.plans import Kind, Plan, Progress
from models.domain.values.batches.states import OperationState
from models.tasks import queries

app = typer.Typer()
_NOTHING: dict[Kind, str] = {"cancel": "nothing was canceled", "repeat": "nothing was re-executed"}
_END = f"{asked.HELP}\n\n{STATUSES}"
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
_notes = Console(highlight=False, soft_wrap=True, markup=False, emoji=False, stderr=True)
_Which = Annotated[
    list[str],
    typer.Argument(
        metavar="ID|WORDS",
        autocompletion=asked.completed,
        help="Task IDs, or filter words for all tasks that match",
    ),
]
_Yes = Annotated[bool, typer.Option("--yes", help="Do not ask; needed where nobody can answer")]


@dataclass(frozen=True, kw_only=True)
class _How:
    """How it is done."""

    by: str
    leave_out: bool = False
    second: bool = False
    yes: bool


@app.command(name="cancel", epilog=_END)
def cancel_tasks(
    which: _Which,
    *,
    by: asker.By,
    channel: asker.Channel = "",
    zone: asked.Zone = "UTC",
    yes: _Yes = False,
    as_json: asked.AsJson = False,
) -> None:
    """Cancel tasks that wait: by their Task IDs, or all that match a filter."""
    wanted = _wanted("cancel", which, zone, by, channel)
    _print(_run(wanted, _How(by=by, yes=yes)), wanted.zone, as_json=as_json)


@app.command(name="retry", epilog=_END)
def retry_tasks(  # noqa: PLR0913 - each is an option
    which: _Which,
    *,
    by: asker.By,
    channel: asker.Channel = "",
    zone: asked.Zone = "UTC",
    leave_out: Annotated[bool, typer.Option("--leave-out", help="Leave out what cannot succeed yet")] = False,
    second: Annotated[bool, typer.Option("--second", help="With --yes: also what can make a second page or business manager")] = False,
    yes: _Yes = False,
    as_json: asked.AsJson = False,
) -> None:  # fmt: skip
    """Execute tasks again: by their Task IDs, or all that match a filter."""
    wanted = _wanted("repeat", which, zone, by, channel)
    how = _How(by=by, leave_out=leave_out, second=second, yes=yes)
    _print(_run(wanted, how), wanted.zone, as_json=as_json)


def _wanted(kind: Kind, which: list[str], zone: str, by: str, channel: str) -> Wanted:
    asker.need_person(by)
    ids, wanted = asked.ids_or_filter(which, me=by)
    return Wanted(kind=kind, ids=ids, filter=wanted, zone=asked.zone_of(zone), channel=channel or by)


def _run(wanted: Wanted, how: _How) -> Progress:
    """Do it; end with a sentence and 1 where nothing was done."""
    nothing = _NOTHING[wanted.kind]
    if not how.yes and not sys.stdin.isatty():
        settings.stop(f"{nothing}: nobody can answer the question here. Add --yes.")
    with asker.refusals(nothing):
        done = with_database(lambda config: _operate(wanted, how, config), keys="unlooked")
    return done or asker.end(f"{nothing}.")


async def _operate(wanted: Wanted, how: _How, config: Settings) -> Progress | None:
    """What came of it; None where nobody said yes, or there is nothing to do."""
    actor, may = await asker.standing(how.by, config)
    plan: Plan | None = await confirming.frozen(wanted, actor, may)
    if how.leave_out and plan.left_out:
        plan = await plans.plan_without_hopeless(
            plan.id, by=actor.user, channel=wanted.channel, now=clock.now()
        )
    if plan is None or not await _is_wanted(plan, how):
        return None
    policy = Policy.of(config.approve_above, config.approve_types)
    if await confirming.confirm(plan, actor, policy):
        await confirming.go_on(plan, _notes)
    return await operations.progress(plan.id)


async def _is_wanted(plan: Plan, how: _How) -> bool:
    """Say what would be done, and ask. Raise BadRequest where a yes given beforehand is not enough."""
    view = present_plan.question(plan, await queries.task_rows(plan.second_ids))
    _notes.print("\n".join(map(plain, (view.will, *view.warnings, *view.spared))))
    if not view.submit:
        return False
    if how.yes and plan.seconds and plan.kind == "repeat" and not how.second:
        raise BadRequest(
            {"second": "Answer the question at a terminal, without --yes; or add --second, and it may make them."}
        )  # fmt: skip
    return how.yes or await asyncio.to_thread(typer.confirm, f"{view.submit}?", err=True)


def _print(done: Progress, zone: ZoneInfo, *, as_json: bool) -> None:
    """The receipt; ends with 1 where no task was moved."""
    waits = done.state == OperationState.AWAITING.value
    if as_json:
        typer.echo(json.dumps(_as_json(done), indent=2))
    elif waits:
        _out.print(NeedsApproval.__doc__)
    else:
        words = present_receipt.receipt(done.kind, done.receipt, counts=done, zone=zone, now=clock.now())
        _out.print(plain(words))
    raise SystemExit(0 if waits or done.done or done.later else 1)


def _as_json(done: Progress) -> dict[str, Any]:
    """Numbers, and the first tasks of each kind."""
    return {
        "operation": done.id,
        "state": done.state,
        "tasks": done.size,
        "done": done.done,
        "after_present_attempt": done.later,
        "skipped": done.skipped,
        "first_done": list(done.receipt.done),
        "first_after_present_attempt": list(done.receipt.later),
        "first_skipped": [
            {"id": one.task_id, "status": one.status.value if one.status else None}
            for one in done.receipt.skipped
        ],
    }
