"""What an operation on many tasks would do: its tasks frozen and counted when it is asked about."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status
from models.domain.triage.causes import Remedy
from models.domain.triage.failures import with_remedy
from models.domain.values.batches.plans import SHOWN, Kind, Plan
from models.domain.values.batches.states import OperationState
from models.sql import rows, run, transaction
from models.tables.tasks import Batch, BatchItem
from models.tasks import failures, pages
from models.tasks.second_ones import ONCE, SECOND

_PROXIES = with_remedy(Remedy.PROXY)


async def plan_ids(kind: Kind, ids: Sequence[int], *, by: str, channel: str, now: datetime) -> Plan:
    """Freeze these tasks; one that does not exist is frozen too, and listed in the receipt."""

    async def body() -> int:
        operation = await _begin(kind, by=by, channel=channel, now=now, size=len(ids))
        await BatchItem.bulk_create([BatchItem(batch_id=operation, task_id=i) for i in ids], batch_size=1000)
        return operation

    return await _counted(await transaction(body))


async def plan_matching(
    kind: Kind, wanted: TaskFilter, *, zone: ZoneInfo, by: str, channel: str, now: datetime
) -> Plan:
    """Freeze all tasks that match now, in one statement."""

    async def body() -> int:
        operation = await _begin(kind, by=by, channel=channel, now=now, size=0)
        statement, values = pages.matching_statement(wanted, zone=zone, now=now)
        await _freeze(operation, statement, values)
        return operation

    return await _counted(await transaction(body))


async def plan_selected(kind: Kind, select: str, *, by: str, channel: str, now: datetime) -> Plan:
    """Freeze the tasks of a SELECT of ids without parameters, in one statement: none, where there are none by now."""

    async def body() -> int:
        operation = await _begin(kind, by=by, channel=channel, now=now, size=0)
        await _freeze(operation, select, ())
        return operation

    return await _counted(await transaction(body))


async def plan_failed(
    asked: failures.Asked, *, until: datetime, by: str, channel: str, all_of_them: bool = False
) -> Plan:
    """Freeze failures that can succeed now, or all of them, to be re-executed: see ``models.tasks.failures``."""

    async def body() -> int:
        operation = await _begin("repeat", by=by, channel=channel, now=asked.now, size=0)
        ready, values = await failures.to_repeat(asked, until=until, all_of_them=all_of_them)
        await _freeze(operation, f"SELECT r.id FROM ({ready}) AS r", values)  # noqa: S608 - our own SELECT
        return operation

    return await _counted(await transaction(body))


async def plan_without_hopeless(operation: int, *, by: str, channel: str, now: datetime) -> Plan | None:
    """Freeze what this person was asked about, without what cannot succeed yet; None: it was answered, or is another's."""

    async def body() -> int | None:
        asked = {"id": operation, "by": by, "kind": "repeat", "state": OperationState.ASKED.value}
        rest = await _begin("repeat", by=by, channel=channel, now=now, size=0)
        if not await Batch.filter(**asked).exists():
            await Batch.filter(id=rest).delete()
            return None
        hopeless = f"SELECT w.id FROM ({_why(operation)}) AS w WHERE w.why <> ''"  # noqa: S608 - fixed texts, a number
        kept = (
            f"SELECT task_id FROM batch_item WHERE batch_id = {operation:d} AND task_id NOT IN ({hopeless})"  # noqa: S608 - the same
        )
        await _freeze(rest, kept, ())
        return rest

    rest = await transaction(body)
    return await _counted(rest) if rest is not None else None


async def _freeze(operation: int, which: str, values: Sequence[object]) -> None:
    """Freeze the tasks of a SELECT of one column, in one statement."""
    await run(
        f"INSERT INTO batch_item (batch_id, task_id, outcome, status) SELECT {operation:d}, frozen.*, '', '' FROM ({which}) AS frozen",  # noqa: S608 - a number and our own SELECT
        values,
    )
    await Batch.filter(id=operation).update(size=await BatchItem.filter(batch_id=operation).count())


async def _begin(kind: Kind, *, by: str, channel: str, now: datetime, size: int) -> int:
    batch = await Batch.create(kind=kind, by=by, size=size, channel=channel, state="asked", created_at=now)
    return batch.id


# The tasks of an operation; ``:id`` is its number.
_FROZEN = "FROM task WHERE id IN (SELECT task_id FROM batch_item WHERE batch_id = :id)"
_SECOND = f"{_FROZEN} AND {SECOND}"


def _why(operation: int) -> str:
    return failures.why_not(f"SELECT task_id FROM batch_item WHERE batch_id = {operation:d}")  # noqa: S608 - a number


async def _hopeless(operation: int) -> dict[str, int]:
    """How many of the frozen tasks cannot succeed yet, by the reason, most first."""
    counted = await rows(
        f"SELECT w.why, COUNT(*) AS n FROM ({_why(operation)}) AS w WHERE w.why <> '' GROUP BY w.why ORDER BY 2 DESC, 1"  # noqa: S608 - our own texts
    )
    return {row["why"]: int(row["n"]) for row in counted}


async def _dry_accounts(operation: int) -> int:
    """The accounts of those that have no proxy which is known to answer."""
    accounts = await rows(
        f"SELECT COUNT(DISTINCT w.account_id) AS n FROM ({_why(operation)}) AS w WHERE w.why IN (:causes)",  # noqa: S608 - our own texts
        causes=_PROXIES,
    )
    return int(accounts[0]["n"])


async def _counted(operation: int) -> Plan:
    batch = await Batch.get(id=operation)
    counted = await rows(f"SELECT status, COUNT(*) AS n {_FROZEN} GROUP BY status", id=operation)
    second = await rows(f"SELECT COUNT(*) AS n {_SECOND}", id=operation, once=ONCE)
    hopeless = await _hopeless(operation) if batch.kind == "repeat" else {}
    dry = sum(n for cause, n in hopeless.items() if cause in _PROXIES)
    first_second = await rows(
        f"SELECT id {_SECOND} ORDER BY id LIMIT :most", id=operation, once=ONCE, most=SHOWN
    )
    first = await BatchItem.filter(batch_id=operation).order_by("task_id").limit(SHOWN)
    return Plan(
        id=operation,
        kind=batch.kind,  # type: ignore[arg-type]
        size=batch.size,
        counts={Status(row["status"]): int(row["n"]) for row in counted},
        first=tuple(item.task_id for item in first),
        seconds=int(second[0]["n"]),
        second_ids=tuple(row["id"] for row in first_second),
        dry=dry,
        dry_accounts=await _dry_accounts(operation) if dry else 0,
        hopeless={cause: n for cause, n in hopeless.items() if cause not in _PROXIES},
    )
