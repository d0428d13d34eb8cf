"""Tasks frozen by somebody's rights, confirmed as in Slack, then done step by step."""

import asyncio
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rich.console import Console

from bot import clock
from bot.cli.progress import progress
from bot.cli.tasks import asker
from handlers.batches import present_approval, present_plan
from handlers.slack.texts import count
from models.access import scope
from models.access.changes import Named
from models.batches import approvals, operations, plans
from models.domain.errors import BadRequest
from models.domain.filters import TaskFilter
from models.domain.permissions import Action, Actor, Authority, Deed
from models.domain.values.batches.approvals import Policy
from models.domain.values.batches.plans import Kind, Plan
from models.tasks import queries

_ACTIONS: dict[Kind, Action] = {"cancel": Action.CANCEL, "repeat": Action.REPEAT}
_COMMANDS: dict[Kind, str] = {"cancel": "bellhop tasks cancel", "repeat": "bellhop tasks retry"}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which tasks, and what is to be done with them."""

    kind: Kind
    ids: tuple[int, ...]
    filter: TaskFilter | None  # where no ids are named: all that match
    zone: ZoneInfo  # of the filter's days
    channel: str  # of its message, or of the question to a second person


async def frozen(wanted: Wanted, actor: Actor, may: Authority) -> Plan:
    """Freeze the tasks; raise Refused where this person may not do that to all of them, BadRequest where one is not there."""
    now, kind = clock.now(), wanted.kind
    if wanted.filter is None:
        there = {row.id for row in await queries.task_rows(wanted.ids)}
        if missing := [f"#{number}" for number in wanted.ids if number not in there]:
            more = f" and {len(missing) - 10:,} more" if len(missing) > 10 else ""  # noqa: PLR2004 - those named below
            raise BadRequest({"ids": f"There is no task {', '.join(missing[:10])}{more}."})
        about = f"{count(len(wanted.ids), 'task')}, {', '.join(f'#{number}' for number in wanted.ids[:10])}"
        await asker.need(actor, may, _deed(kind, about, await scope.of_tasks(wanted.ids)))
        return await plans.plan_ids(kind, wanted.ids, by=actor.user, channel=wanted.channel, now=now)
    await asker.need(actor, may, _deed(kind, "all tasks that match a filter"))
    plan = await plans.plan_matching(
        kind, wanted.filter, zone=wanted.zone, by=actor.user, channel=wanted.channel, now=now
    )
    await asker.need(actor, may, _deed(kind, _about(plan), await scope.of_operation(plan.id)))
    return plan


async def confirm(plan: Plan, actor: Actor, policy: Policy) -> bool:
    """Confirm it, authorized and audited in one transaction. False: it waits for a second person, who is asked in a channel."""
    types = await approvals.types_of(plan.id)
    asks = plan.kind == "repeat" and policy.asks(types, plan.size)
    channel = await approvals.channel_of(plan.id) if asks else ""
    if asks and not channel:
        raise BadRequest({"channel": f"{present_approval.NOBODY_SEES} Name it by --channel."})
    words = Named(words=f"{'asks for ' if asks else ''}{_about(plan)}", batch=plan.id)

    async def do() -> bool:
        if asks:
            return await approvals.ask_for_operation(
                plan.id, size=plan.size, by=actor.user, channel=channel, now=clock.now()
            )
        return await operations.confirm(plan.id, by=actor.user, now=clock.now())

    await asker.change(actor, _deed(plan.kind), lambda _: words, do, lambda: scope.of_operation(plan.id))
    return not asks


async def go_on(plan: Plan, notes: Console) -> None:
    """Do what was confirmed to its end, and tell how far it is. Interrupted, the scheduler goes on with it."""
    with progress(notes, f"{{}} of {plan.size:,} tasks done …") as tell:
        done, over = 0, False
        try:
            while not over:
                over = (await operations.step(plan.id, now=clock.now())).over
                done = min(plan.size, done + operations.STEP)
                tell(done)
        except asyncio.CancelledError:
            notes.print(f"The scheduler goes on with the rest: operation {plan.id}.")
            raise


def _deed(kind: Kind, about: str = "", groups: tuple[str, ...] = ()) -> Deed:
    return Deed(action=_ACTIONS[kind], about=about, groups=groups, command=_COMMANDS[kind])


def _about(plan: Plan) -> str:
    return present_plan.about(plan.id, plan.size, plan.first)
