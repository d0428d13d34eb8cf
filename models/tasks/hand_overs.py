"""What the check of a hand-over brings: logged in, it ends the hold, and the task that met it may run again."""

from collections.abc import Iterable
from datetime import datetime

from models.accounts import holds
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import NOT_DONE, AttemptOutcome
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows, rows_of_many
from models.tables.tasks import Task
from models.tasks.transitions import TransitionedTask, new_attempts

CHECK = "check"
"""The task type that looks whether an account can be entered."""


async def settled(task: TransitionedTask, ending: AttemptOutcome, *, now: datetime) -> None:
    """A task has come to its end: where it is the check of an open hold, that ends with it, or says why it does not.

    In the transaction that settles the check, which is made once: so is all of this.
    """
    if task.type != CHECK:
        return
    if ending.status is Status.ENDED and ending.login_status is LoginStatus.LOGGED_IN:
        await _end(task.id, now=now)
    else:
        await _go_on(task.id, ending, now=now)


async def moved(tasks: Iterable[TransitionedTask | Task], *, now: datetime) -> None:
    """Tasks were cancelled, lost, or brought back to what they were: the message of a hold whose check is among them
    shows it.
    """
    if checks := [task.id for task in tasks if task.type == CHECK]:
        for hold in await rows_of_many(
            "SELECT id FROM hold WHERE released_at IS NULL AND check_id IN (:ids)", checks
        ):
            await outbox.enqueue(MessageKind.HOLD, hold["id"], now=now)


async def repeated(tasks: Iterable[TransitionedTask], *, by: str, now: datetime) -> None:
    """Somebody has asked for new attempts of tasks: a check among them is theirs now.

    What who began it gave for it, and asked for after it, was not asked for by them: the task that met the hold does not
    run again by it.
    """
    checks = [task for task in tasks if task.type == CHECK]
    if checks:
        await rows_of_many(
            "UPDATE hold SET check_by = :by, given = 'again', again = :no WHERE released_at IS NULL "
            "AND check_id IN (:ids) AND check_by <> :by RETURNING id",
            [task.id for task in checks],
            by=by,
            no=False,
        )
    await moved(checks, now=now)


async def _end(check: int, *, now: datetime) -> None:
    ended = await rows(
        f"UPDATE hold SET released_at = :now, released_by = check_by, freed = {holds.FREED}, checked = :checked "  # noqa: S608 - fixed text
        "WHERE check_id = :check AND released_at IS NULL RETURNING id, account_id, task_id, check_by, again",
        now=now,
        check=check,
        checked=LoginStatus.LOGGED_IN.label,
    )
    await holds.redraw_batches([hold["account_id"] for hold in ended], now=now)
    for hold in ended:
        # First, since whoever caused the task that met it is told: when it runs again, that is who began the check.
        await holds.ended(hold["id"], by=hold["check_by"], now=now)
        if hold["again"] and hold["task_id"]:
            # What somebody has re-executed, cancelled or done meanwhile stays as they left it.
            moved = await new_attempts(
                "id = :id AND status IN (:met)",
                by=hold["check_by"],
                batch_id=None,
                now=now,
                id=hold["task_id"],
                met=[Status.ENDED.value, Status.UNKNOWN_ERROR.value],
            )
            await rows(
                "UPDATE hold SET went_on = :went_on WHERE id = :id RETURNING id",
                went_on=bool(moved),
                id=hold["id"],
            )


async def _go_on(check: int, ending: AttemptOutcome, *, now: datetime) -> None:
    """The account stays on hold; its message says what the check met."""
    held = await rows(
        "UPDATE hold SET checked = :result, kept_by = '' WHERE check_id = :check AND released_at IS NULL RETURNING id",
        result=ending.result.removeprefix(NOT_DONE),
        check=check,
    )
    for hold in held:
        await outbox.enqueue(MessageKind.HOLD, hold["id"], now=now)
