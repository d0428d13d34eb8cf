"""A due time becomes a batch: the run, the batch, its tasks and the messages about it in one transaction.

The run's row is unique for each schedule and due time, and the schedule moves on only from the due time that was seen:
two schedulers, or one that died in the middle, make nothing twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.access import grants
from models.batches import approvals, create
from models.domain.permissions import Action, Actor, Deed, authorize
from models.domain.schedules.decision import Decision, Missed, decide
from models.domain.task_types import TASK_TYPES
from models.domain.values.batches.approvals import Policy
from models.domain.values.batches.requests import BatchRequest, NextStep
from models.domain.values.schedules import ENDING, FAILED, Overlap, RunStatus, SavedSchedule
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.schedules import records, targets
from models.schedules.tables import ScheduleNotice, ScheduleRun
from models.schedules.targets import Found, Wanted
from models.sql import rows, transaction


@dataclass(frozen=True, kw_only=True)
class Behalf:
    """In whose name a schedule runs, and what is asked about it elsewhere: see ``bot.schedules``."""

    actor: Actor
    is_known: bool = True  # Slack says who they are; else nothing runs yet
    admins: tuple[str, ...] = ()  # people who are told with the owner where nothing could be made
    policy: Policy = Policy()  # noqa: RUF009 - frozen
    wanted: Wanted | None = None  # the list of tasks whose accounts it runs on, or the filter of accounts


async def fire(schedule: SavedSchedule, behalf: Behalf, *, now: datetime) -> list[int]:
    """Do what its due times until now ask for; return the tasks to notify workers of."""
    if schedule.next_at is None:
        return []
    decision = decide(
        schedule.calendar, schedule.next_at, now=now, grace=schedule.lateness, can_run=behalf.is_known
    )
    if decision is None:
        return []

    async def body() -> list[int]:
        if not await _moves_on(schedule, decision):
            return []
        if decision.missed:
            await _miss(schedule, decision.missed, now=now)
        return await _begin(schedule, decision, behalf, now=now) if decision.run else []

    return await transaction(body)


async def fire_queued(schedule: SavedSchedule, behalf: Behalf, *, now: datetime) -> list[int]:
    """Make the run that waited for the last batch, once that one is over; return the tasks to notify workers of."""
    if not behalf.is_known or schedule.paused_at or await _is_last_open(schedule.id):
        return []

    async def body() -> list[int]:
        taken = await rows(
            "UPDATE schedule_run SET status = :fired, ran_at = :now WHERE schedule_id = :id AND status = :queued "
            "AND EXISTS (SELECT 1 FROM schedule WHERE id = :id AND version = :version AND deleted_at IS NULL) RETURNING id",
            id=schedule.id,
            version=schedule.version,
            fired=RunStatus.FIRED.value,
            queued=RunStatus.QUEUED.value,
            now=now,
        )
        return [task for run in taken for task in await _make(schedule, run["id"], behalf, now=now)]

    return await transaction(body)


async def run_now(schedule: SavedSchedule, behalf: Behalf, *, now: datetime) -> list[int] | None:
    """A person runs it beside its due times, in their own name; return the tasks to notify workers of.

    None: it ran at this very moment. Only inside a transaction.
    """
    run = await _write_run(schedule.id, now, RunStatus.FIRED, now=now)
    return None if run is None else await _make(schedule, run, behalf, now=now)


async def expected(schedule: SavedSchedule, behalf: Behalf, *, now: datetime) -> RunStatus | None:
    """Why it would make nothing if it ran now; None: it would, or Slack does not say who its owner is."""
    found = await targets.find(schedule.target, behalf.wanted, zone=schedule.calendar.zone, now=now)
    status = await _refused(schedule, found, behalf)
    return None if status is RunStatus.REFUSED and not behalf.is_known else status


async def _moves_on(schedule: SavedSchedule, decision: Decision) -> bool:
    """Whether the schedule is still as it was seen: whoever comes second changes nothing."""
    moved = await rows(
        "UPDATE schedule SET next_at = :next WHERE id = :id AND version = :version AND next_at = :due "
        "AND paused_at IS NULL AND deleted_at IS NULL RETURNING id",
        id=schedule.id,
        version=schedule.version,
        due=schedule.next_at,
        next=decision.next_at,
    )
    return bool(moved)


async def _miss(schedule: SavedSchedule, missed: Missed, *, now: datetime) -> None:
    """Write down what was missed, and owe its channel the word."""
    run = await _write_run(schedule.id, missed.first, RunStatus.MISSED, now=now)
    if run is not None:
        await ScheduleRun.filter(id=run).update(last_at=missed.last, times=missed.times)
        await outbox.enqueue(MessageKind.MISSED, run, now=now)


async def _begin(schedule: SavedSchedule, decision: Decision, behalf: Behalf, *, now: datetime) -> list[int]:
    """Run it, unless its last batch is not over."""
    assert decision.run is not None  # noqa: S101 - whoever calls has looked
    status = RunStatus.FIRED
    if await _is_last_open(schedule.id):
        waits = schedule.overlap is Overlap.QUEUE and not await _queued(schedule.id)
        status = RunStatus.QUEUED if waits else RunStatus.SKIPPED
    run = await _write_run(schedule.id, decision.run, status, now=now, is_late=decision.is_late)
    if run is None or status is not RunStatus.FIRED:
        return []
    return await _make(schedule, run, behalf, now=now)


async def _write_run(
    schedule_id: int, due: datetime, status: RunStatus, *, now: datetime, is_late: bool = False
) -> int | None:
    """The run of a due time; None: that has one already."""
    written = await rows(
        "INSERT INTO schedule_run (schedule_id, due_at, last_at, times, status, is_late, accounts, held, ran_at) "
        "VALUES (:id, :due, :due, 1, :status, :late, 0, 0, :now) ON CONFLICT DO NOTHING RETURNING id",
        id=schedule_id,
        due=due,
        status=status.value,
        late=is_late,
        now=now,
    )
    return written[0]["id"] if written else None


async def _make(schedule: SavedSchedule, run: int, behalf: Behalf, *, now: datetime) -> list[int]:
    """The batch of a run, or the question about it; where neither can be, somebody is told."""
    found = await targets.find(schedule.target, behalf.wanted, zone=schedule.calendar.zone, now=now)
    status = await _refused(schedule, found, behalf)
    if status is not None:
        await _fail(schedule, run, status, behalf, now=now)
        await ScheduleRun.filter(id=run).update(held=found.held)
        return []
    request = _request(schedule, run, found, by=behalf.actor.user)
    told = ScheduleRun.filter(id=run)
    counted = {"accounts": len(found.ids), "held": found.held}
    about = f"schedule {schedule.id}: {TASK_TYPES[schedule.type].label}, {len(found.ids)} accounts"
    deed = Deed(action=Action.CREATE, about=about, groups=found.groups, command="schedule")
    if behalf.policy.asks([schedule.type, *filter(None, [schedule.then_type])], len(found.ids)):
        approval = await approvals.ask_for_batch(request, now=now)
        await told.update(status=RunStatus.ASKED, approval_id=approval, **counted)
        await grants.record_done(behalf.actor, deed, now=now)
        return []
    batch, ids = await create.create(request, now=now)
    await told.update(status=RunStatus.FIRED, **counted)
    named = Deed(
        action=deed.action,
        about=f"{about}, batch {batch}",
        groups=deed.groups,
        command=deed.command,
        batch=batch,
    )
    await grants.record_done(behalf.actor, named, now=now)
    return ids[:1] if schedule.spread else ids


def _request(schedule: SavedSchedule, run: int, found: Found, *, by: str) -> BatchRequest:
    then = NextStep(type=schedule.then_type, params=schedule.then_params) if schedule.then_type else None
    return BatchRequest(
        type=schedule.type,
        account_ids=found.ids,
        params=schedule.params,
        by=by,
        channel=schedule.channel,
        then=then,
        run_id=run,
        spread=schedule.spread,
    )


async def _refused(schedule: SavedSchedule, found: Found, behalf: Behalf) -> RunStatus | None:
    """Why nothing can be made; None: it can."""
    if found.is_gone:
        return RunStatus.GONE
    if found.is_too_many:
        return RunStatus.TOO_MANY
    needed = action_for(schedule.type, schedule.then_type)
    if authorize(await grants.of(behalf.actor), needed, found.groups) is not None:
        return RunStatus.REFUSED
    return None if found.ids else RunStatus.EMPTY


def action_for(*types: str) -> Action:
    """What one must be allowed to do to have tasks of these types created again and again; an empty one is none."""
    known = [TASK_TYPES[kind] for kind in types if kind in TASK_TYPES]
    return Action.SCHEDULE if all(kind.repeatable for kind in known) else Action.SCHEDULE_ONCE


async def _fail(
    schedule: SavedSchedule, run: int, status: RunStatus, behalf: Behalf, *, now: datetime
) -> None:
    """Tell the owner and the admins, unless the run before failed the same way; where each run would, pause it."""
    before = await ScheduleRun.filter(schedule_id=schedule.id, id__lt=run).order_by("-id").first()
    await ScheduleRun.filter(id=run).update(status=status)
    if status in ENDING:
        await records.pause(schedule.id, why=status.value, by="", now=now)
    if status in FAILED and (before is None or before.status is not status):
        await _tell(run, (schedule.owner, *behalf.admins), now=now)


async def _tell(run: int, people: Iterable[str], *, now: datetime) -> None:
    for person in dict.fromkeys(people):
        notice = await ScheduleNotice.create(run_id=run, person=person)
        await outbox.enqueue(MessageKind.NOT_RUN, notice.id, now=now)


async def _queued(schedule_id: int) -> bool:
    return await ScheduleRun.filter(schedule_id=schedule_id, status=RunStatus.QUEUED).exists()


async def _is_last_open(schedule_id: int) -> bool:
    """Whether the last batch is not over, or a second person has not answered. What waits for a hold does not count: that
    may last for ever, and the account is left out meanwhile.
    """
    last = await rows(
        "SELECT r.approval_id AS approval, b.id AS batch FROM schedule_run r LEFT JOIN batch b ON b.run_id = r.id "
        "WHERE r.schedule_id = :id AND r.status IN ('fired', 'asked') ORDER BY r.id DESC LIMIT 1",
        id=schedule_id,
    )
    if not last:
        return False
    counted = await rows(
        "SELECT (SELECT COUNT(*) FROM approval WHERE id = :approval AND answer = 'asked') + (SELECT COUNT(*) FROM task "
        "WHERE batch_id = :batch AND status IN ('waiting', 'starting', 'executing') AND NOT (status = 'waiting' "
        "AND account_id IN (SELECT account_id FROM hold WHERE released_at IS NULL))) AS n",
        approval=last[0]["approval"] or 0,
        batch=last[0]["batch"] or 0,
    )
    return bool(counted[0]["n"])
