"""What an operation on many tasks would do: its tasks frozen and counted when it is asked about."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from models.domain.filters import TaskFilter
from models.domain.lifecycle import Status
from models.domain.values.batches import SHOWN, Kind, Plan
from models.sql import rows, run, transaction
from models.tables.tasks import Batch, BatchItem
from models.tasks import pages
from models.tasks.second_ones import ONCE, SECOND


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
        await run(
            "INSERT INTO batch_item (batch_id, task_id, outcome, status) "  # noqa: S608 - a number and our own SELECT
            f"SELECT {operation:d}, matching.\"0\", '', '' FROM ({statement}) AS matching",
            values,
        )
        await Batch.filter(id=operation).update(size=await BatchItem.filter(batch_id=operation).count())
        return operation

    return await _counted(await transaction(body))


async def _begin(kind: Kind, *, by: str, channel: str, now: datetime, size: int) -> int:
    batch = await Batch.create(kind=kind, by=by, size=size, channel=channel, state="asked", created_at=now)
    return batch.id


# The tasks of an operation; ``:id`` is its number.
_FROZEN = "FROM task WHERE id IN (SELECT task_id FROM batch_item WHERE batch_id = :id)"
_SECOND = f"{_FROZEN} AND {SECOND}"

_DRY = f"""
SELECT COUNT(*) AS n, COUNT(DISTINCT account_id) AS accounts {_FROZEN} AND status = 'no_proxy' AND account_id NOT IN (
    SELECT o.id FROM account o JOIN proxy p ON p.id = o.proxy_id WHERE p.answers = :yes)
"""  # noqa: S608 - fixed texts


async def _counted(operation: int) -> Plan:
    batch = await Batch.get(id=operation)
    counted = await rows(f"SELECT status, COUNT(*) AS n {_FROZEN} GROUP BY status", id=operation)
    second = await rows(f"SELECT COUNT(*) AS n {_SECOND}", id=operation, once=ONCE)
    dry = await rows(_DRY, id=operation, yes=True)
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
        dry=int(dry[0]["n"]),
        dry_accounts=int(dry[0]["accounts"]),
    )
