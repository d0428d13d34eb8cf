"""How the tasks of a batch stand now: what its message shows, and which of them its buttons are about."""

from collections.abc import Iterable, Sequence
from typing import Any

from models.domain.lifecycle import OVER, Status
from models.domain.triage.outcome import FAILED, Outcome
from models.domain.values.batches.standing import BatchDetail, BatchOverview, FailedBy, HeldTask
from models.sql import as_moment, rows

_NAMED = 5  # held tasks listed one by one
_EXECUTED = sorted(status.value for status in OVER - {Status.CANCELED})
_OPEN = sorted(status.value for status in Status if status not in OVER)
_CREATED = "task.batch_id = :id"
_FROZEN = "task.id IN (SELECT task_id FROM batch_item WHERE batch_id = :id)"
_FAILED = "task.outcome IN (:failed) AND task.status IN (:executed)"
_HELD = (
    "FROM task JOIN account ON account.id = task.account_id JOIN hold ON hold.account_id = task.account_id "
    "AND hold.released_at IS NULL AND task.id <> COALESCE(hold.check_id, 0) WHERE {of} AND task.status = 'waiting'"
)
_FIRST_RUN = """
SELECT MAX(attempt.ended_at) AS ended_at,
    COUNT(CASE WHEN attempt.number = task.attempt AND task.status IN (:open) THEN 1 END) AS open,
    COUNT(CASE WHEN attempt.number = task.attempt THEN 1 END) AS newest
FROM task JOIN attempt ON attempt.task_id = task.id WHERE {of} AND attempt.batch_id = :id
"""


async def of(batch: BatchDetail) -> BatchOverview:
    """Of the tasks that the batch created, or that the operation is about."""
    which, number = _which(batch), batch.id
    counted = await rows(
        f"SELECT status, outcome, COUNT(*) AS n FROM task WHERE {which} GROUP BY status, outcome",  # noqa: S608 - fixed texts
        id=number,
    )
    counts: dict[Status, int] = {}
    for row in counted:
        counts[Status(row["status"])] = counts.get(Status(row["status"]), 0) + int(row["n"])
    held = await rows(f"SELECT COUNT(*) AS n {_HELD.format(of=which)}", id=number)
    return BatchOverview(
        counts=counts,
        done=sum(int(row["n"]) for row in counted if _is_done(row)),
        failed=await _failed(which, number),
        held=await _held(which, number) if held[0]["n"] else (),
        held_count=int(held[0]["n"]),
        **await _first_run(which, number, sum(counts.values())),
    )


async def waiting(batch: BatchDetail) -> Sequence[int]:
    """Its tasks that wait, by Task ID."""
    return [row["id"] for row in await rows(f"{select_waiting(batch)} ORDER BY task.id")]


def select_waiting(batch: BatchDetail) -> str:
    """The SELECT of its tasks that wait, without parameters: any number of them is frozen in one statement."""
    return _select(batch, "task.status = 'waiting'")


def select_failed(batch: BatchDetail) -> str:
    """The SELECT of its tasks that are over and not done; cancelled ones are not among them."""
    return _select(
        batch, f"task.outcome IN ({_literals(FAILED)}) AND task.status IN ({_literals(_EXECUTED)})"
    )


def _which(batch: BatchDetail) -> str:
    return _CREATED if batch.kind == "create" else _FROZEN


def _is_done(row: dict[str, Any]) -> bool:
    """A process from before outcomes leaves none: of those, one that came to its own end counts as done."""
    return row["outcome"] == Outcome.DONE or (row["outcome"] == "" and row["status"] == Status.ENDED)


def _select(batch: BatchDetail, condition: str) -> str:
    which = _which(batch).replace(":id", f"{batch.id:d}")
    return f"SELECT task.id FROM task WHERE {which} AND {condition}"  # noqa: S608 - fixed texts and a number


def _literals(values: Iterable[str]) -> str:
    """Words of ours, as SQL."""
    return ", ".join(f"'{value}'" for value in values)


async def _failed(which: str, number: int) -> tuple[FailedBy, ...]:
    found = await rows(
        f"SELECT task.cause, task.outcome, COUNT(*) AS n FROM task WHERE {which} AND {_FAILED} "  # noqa: S608 - fixed texts
        "GROUP BY task.cause, task.outcome ORDER BY COUNT(*) DESC, task.cause, task.outcome",
        id=number,
        failed=FAILED,
        executed=_EXECUTED,
    )
    return tuple(
        FailedBy(cause=row["cause"], outcome=Outcome(row["outcome"]), tasks=int(row["n"])) for row in found
    )


async def _held(which: str, number: int) -> tuple[HeldTask, ...]:
    found = await rows(
        f"SELECT task.id, account.login {_HELD.format(of=which)} ORDER BY task.id LIMIT :most",
        id=number,
        most=_NAMED,
    )
    return tuple(HeldTask(id=row["id"], login=row["login"]) for row in found)


async def _first_run(which: str, number: int, size: int) -> dict[str, Any]:
    """When the attempts that were its own were over, and how many tasks have had another one since."""
    (run,) = await rows(_FIRST_RUN.format(of=which), id=number, open=_OPEN)
    is_over = run["ended_at"] and not run["open"]
    return {
        "first_end": as_moment(run["ended_at"]) if is_over else None,
        "again": size - int(run["newest"]),
    }
