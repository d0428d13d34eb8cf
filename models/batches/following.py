"""What follows on a task that ended done: one of the batch's second step, made in the transaction that settles it, once.

Who asked for the step must have the right to it then, as if they created the task themselves. Slack is asked who they are
before the transaction; where it does not say, the task is owed, and made when it does.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from models.access import grants
from models.batches import create, steps
from models.domain.errors import Refused
from models.domain.failpoints import Failpoint, reached
from models.domain.outcomes import AttemptOutcome, Claim
from models.domain.permissions import Action, Actor, Deed, authorize
from models.domain.triage.decision import outcome_of
from models.domain.triage.following import Facts, Standing, Verdict, case_of
from models.domain.triage.outcome import Outcome
from models.domain.values.batches.requests import NextStep
from models.domain.values.batches.second_steps import StepEnd
from models.domain.values.batches.standing import BatchDetail
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows, transaction
from models.tables.tasks import Batch, Task
from models.tasks import claims

Ask = Callable[[str], Awaitable[Actor]]
"""Asks Slack who somebody is now."""
MOST = 500  # tasks made in one transaction
_OWED = """
SELECT task.id, task.account_id, account.group_id, account_group.name AS name FROM task
JOIN account ON account.id = task.account_id JOIN account_group ON account_group.id = account.group_id
WHERE task.batch_id = :batch AND {which}
AND NOT EXISTS (SELECT 1 FROM task AS next WHERE next.follows_id = task.id) ORDER BY task.id LIMIT :most
"""
_STEP = """
SELECT batch.id, batch.then_by FROM task JOIN batch ON batch.id = task.batch_id
WHERE task.id = :task AND batch.then_type <> '' AND batch.then_end = '' AND batch.undone_by = ''
"""


class Origin(NamedTuple):
    """A task that ended done and is not followed yet."""

    id: int
    account_id: int
    group_id: int
    name: str  # of the group


async def settle(held: Claim, ending: AttemptOutcome, *, ask: Ask | None, now: datetime) -> bool:
    """Write how an attempt ended, and make what follows on it. False: the claim was no longer ours, nothing was written.

    ``ask``: None in a process that does not know Slack: whoever sends messages makes it then.
    """
    outcome = outcome_of(ending.status, ending.login_status, ending.cause, ending.result)
    found = await rows(_STEP, task=held.task_id) if outcome is Outcome.DONE else []
    if not found:
        return await claims.settle(held, ending, now=now)
    number, asker = found[0]["id"], found[0]["then_by"]
    actor = await ask(asker) if ask else None

    async def body() -> tuple[bool, Refused | None]:
        batch = await steps.lock(number)
        is_settled = await claims.settle(held, ending, now=now)
        if not is_settled or batch is None:
            return is_settled, None
        origins = await _owed(number, "task.id = :task", task=held.task_id)
        verdict, refused = await _follow(batch, origins, actor, now=now)
        if verdict is Verdict.LATER:
            await outbox.enqueue(MessageKind.FOLLOW, number, now=now)
        return True, refused

    is_settled, refused = await transaction(body)
    reached(Failpoint.FOLLOWED)
    if refused:
        await grants.refuse(refused, now=now)
    return is_settled


async def go_on(batch_id: int, actor: Actor, *, now: datetime) -> Verdict:
    """Make what is owed to the tasks of a batch that ended done, ``MOST`` of them: NOTHING when that is none.

    ``actor``: who asked for the step. LATER: Slack does not say enough of them, and nothing was made.
    """

    async def body() -> tuple[Verdict, Refused | None]:
        batch = await steps.lock(batch_id)
        if batch is None:
            return Verdict.NOTHING, None
        origins = await _owed(batch_id, "task.outcome = :done", done=Outcome.DONE.value)
        return await _follow(batch, origins, actor, now=now)

    verdict, refused = await transaction(body)
    if refused:
        await grants.refuse(refused, now=now)
    return verdict


async def give_up(batch_id: int, *, now: datetime) -> None:
    """Slack has not said for long who asked for the step: it ends, and people are told."""

    async def body() -> None:
        if batch := await steps.lock(batch_id):
            await steps.end(batch, StepEnd.UNKNOWN, now=now)

    await transaction(body)


async def owed(*, before: datetime) -> int:
    """How many batches have a second step that is owed since then."""
    found = await rows(
        "SELECT COUNT(*) AS n FROM outbox WHERE kind = :kind AND state <> 'sent' AND created_at < :before",
        kind=MessageKind.FOLLOW.value,
        before=before,
    )
    return int(found[0]["n"])


async def _owed(batch: int, which: str, **values: object) -> list[Origin]:
    found = await rows(_OWED.format(which=which), batch=batch, most=MOST, **values)
    return [Origin(**row) for row in found]


async def _follow(
    batch: BatchDetail, origins: Sequence[Origin], actor: Actor | None, *, now: datetime
) -> tuple[Verdict, Refused | None]:
    """Do what the table of cases says of these tasks, which ended done; with the refusal where the right is missing."""
    refused = await _refusal(batch, origins, actor)
    facts = Facts(
        has_step=bool(batch.then_type),
        is_followed=not origins,
        is_undone=bool(batch.undone_by) or await _is_second_undone(batch),
        is_ended=bool(batch.then_end),
        standing=_standing(actor, refused),
    )
    verdict = case_of(facts).verdict
    if verdict is Verdict.MAKE and batch.then:
        await _make(batch, batch.then, origins, now=now)
    elif verdict is Verdict.END:
        await steps.end(batch, StepEnd.REFUSED, now=now)
        return verdict, refused
    return verdict, None


async def _refusal(batch: BatchDetail, origins: Sequence[Origin], actor: Actor | None) -> Refused | None:
    if actor is None:
        return None
    groups = tuple(sorted({origin.name for origin in origins}))
    missing = authorize(await grants.of(actor), Action.CREATE, groups)
    if missing is None:
        return None
    about = f"{batch.then_type} as the second step of batch {batch.id}"
    return Refused(actor, Deed(action=Action.CREATE, about=about, groups=groups, batch=batch.id), missing)


def _standing(actor: Actor | None, refused: Refused | None) -> Standing:
    """A no is not certain where Slack did not say in which user groups somebody is."""
    if actor is None or actor.unsure or (refused and actor.is_partial):
        return Standing.UNSURE
    return Standing.MAY_NOT if refused else Standing.MAY


async def _is_second_undone(batch: BatchDetail) -> bool:
    return await Batch.filter(follows_id=batch.id).exclude(undone_by="").exists()


async def _make(batch: BatchDetail, step: NextStep, origins: Sequence[Origin], *, now: datetime) -> None:
    second = await _second(batch, len(origins), now=now)
    if second is None:
        return
    await create.write(
        [
            Task(
                type=step.type,
                account_id=origin.account_id,
                group_id=origin.group_id,
                batch_id=second.id,
                params=step.params,
                operation_user=batch.then_by,
                follows_id=origin.id,
                created_at=now,
            )
            for origin in origins
        ],
        second.id,
        now=now,
        follows=[origin.id for origin in origins],
    )
    reached(Failpoint.FOLLOWING)
    # Its own message, with one task more; and that of the first batch, which counts them.
    await outbox.enqueue(MessageKind.PROGRESS if second.ts else MessageKind.BATCH, second.id, now=now)
    await outbox.enqueue(MessageKind.PROGRESS, batch.id, now=now)


async def _second(batch: BatchDetail, more: int, *, now: datetime) -> Batch | None:
    """The second step's batch, made with its first task, and bigger by ``more``; None: it was taken back."""
    grown = await rows(
        "UPDATE batch SET size = size + :more, done_at = NULL WHERE follows_id = :id AND undone_by = '' RETURNING id",
        id=batch.id,
        more=more,
    )
    if grown:
        return await Batch.get(id=grown[0]["id"])
    if await Batch.filter(follows_id=batch.id).exists():
        return None
    return await Batch.create(
        kind="create",
        by=batch.then_by,
        why=batch.why,
        size=more,
        channel=batch.channel,
        created_at=now,
        follows_id=batch.id,
    )
