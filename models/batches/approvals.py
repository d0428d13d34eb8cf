"""A second person's yes: what was asked for is frozen, and done only when somebody else has approved it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from models.access import scope
from models.batches import create, operations, transitions
from models.batches.approval_table import Approval
from models.batches.frozen_requests import restored, stored
from models.batches.kept_list_table import KeptList
from models.batches.lists import rests
from models.domain.values.batches.approvals import ApprovalDetail, AskedAbout, AskedAccount
from models.domain.values.batches.requests import BatchRequest, WantedTask
from models.domain.values.batches.states import OperationMove
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows, transaction
from models.tables.values import value_of
from models.tasks.second_ones import ONCE, SECOND

_NAMED = 3  # accounts
_FROZEN = "SELECT task_id FROM batch_item WHERE batch_id = :id"


@dataclass(frozen=True, kw_only=True)
class Done:
    """What an approval did: a batch, with the tasks to notify workers of, or the operation to go on with."""

    batch: int | None = None
    notify: tuple[int, ...] = ()
    operation: int | None = None


async def get(number: int) -> ApprovalDetail | None:
    """The question with this number; None when it is gone."""
    approval = await Approval.get_or_none(id=number)
    return _detail(approval) if approval else None


def _detail(approval: Approval) -> ApprovalDetail:
    return value_of(ApprovalDetail, approval, request=restored(approval.asked) if approval.asked else None)


async def ask_for_batch(request: BatchRequest, *, now: datetime) -> int:
    """Freeze a batch and ask; return the question's number. Only inside a transaction."""
    approval = await Approval.create(
        asked=stored(request),
        type=request.type,
        size=request.size,
        by=request.by,
        channel=request.channel,
        created_at=now,
    )
    await outbox.enqueue(MessageKind.APPROVAL, approval.id, now=now)
    return approval.id


async def ask_for_operation(operation: int, *, size: int, by: str, channel: str, now: datetime) -> bool:
    """Ask for an operation whose tasks are frozen already; False: it was asked for or confirmed before, or is somebody
    else's. Only inside a transaction. Raise BadRequest as ``operations.confirm``.
    """
    if not await transitions.begin_operation(operation, OperationMove.ASK, by=by):
        return False
    types = await types_of(operation)
    approval = await Approval.create(
        asked={},
        operation_id=operation,
        type=types[0] if len(types) == 1 else "",
        size=size,
        by=by,
        channel=channel,
        created_at=now,
    )
    await outbox.enqueue(MessageKind.APPROVAL, approval.id, now=now)
    return True


async def channel_of(operation: int) -> str:
    """Where others see an operation's question: where it was begun, else where its tasks' batch stands; else empty."""
    channels = await rows(
        "SELECT channel FROM batch WHERE (id = :id OR id IN (SELECT batch_id FROM task WHERE id IN "
        "(SELECT task_id FROM batch_item WHERE batch_id = :id))) AND (channel LIKE 'C%' OR channel LIKE 'G%') "
        "ORDER BY CASE id WHEN :id THEN 0 ELSE 1 END, id DESC LIMIT 1",
        id=operation,
    )
    return str(channels[0]["channel"]) if channels else ""


async def types_of(operation: int) -> list[str]:
    """The task types of an operation's frozen tasks."""
    types = await rows(
        "SELECT DISTINCT type FROM task WHERE id IN (SELECT task_id FROM batch_item WHERE batch_id = :id) ORDER BY type",
        id=operation,
    )
    return [row["type"] for row in types]


async def approve(number: int, *, by: str, now: datetime) -> Done | None:
    """Somebody else says yes: do it. None: it was answered already, or is one's own."""

    async def body() -> Done | None:
        if not await transitions.answer(number, OperationMove.APPROVE, by=by, now=now, not_by=by):
            return None
        await outbox.enqueue(MessageKind.APPROVAL, number, now=now)
        approval = _detail(await Approval.get(id=number))
        if approval.request:
            batch, ids = await _create(number, approval.request, now=now)
            return Done(batch=batch, notify=tuple(ids))
        assert approval.operation_id is not None  # noqa: S101 - it is one or the other
        await operations.announce(approval.operation_id, now=now)
        return Done(operation=approval.operation_id)

    return await transaction(body)


async def _create(number: int, request: BatchRequest, *, now: datetime) -> tuple[int, list[int]]:
    """Create what was asked for; of a list, but for names that were used since. As ``create.create``."""
    kept = await KeptList.get_or_none(approval_id=number)
    if kept is None:
        return await create.create(request, now=now)
    request = await rests.narrowed(kept, request)
    await rests.owe(kept, now=now)
    return await create.create(request, now=now)


async def reject(number: int, *, by: str, now: datetime) -> bool:
    """Somebody says no, or who asked takes it back: for good. False: it was answered already."""
    return await _close(number, OperationMove.REJECT, by=by, now=now)


async def lapse(number: int, *, by: str, now: datetime) -> bool:
    """Who asked may not do it any more: close it for good. ``by``: whose yes found that out, or empty."""
    return await _close(number, OperationMove.LAPSE, by=by, now=now)


async def _close(number: int, move: OperationMove, *, by: str, now: datetime) -> bool:
    async def body() -> bool:
        closed = await transitions.answer(number, move, by=by, now=now)
        if closed:
            await outbox.enqueue(MessageKind.APPROVAL, number, now=now)
        return closed

    return await transaction(body)


async def asked(number: int, *, channel: str, ts: str) -> None:
    """Slack has the message that asks."""
    await Approval.filter(id=number).update(channel=channel, ts=ts)


async def accounts_of(request: BatchRequest) -> list[AskedAccount]:
    """The accounts of a batch that is asked for, by group and login; those that are gone are left out."""
    found = await rows(
        "SELECT account.id, login, account_group.name AS name, account.id IN (SELECT account_id FROM hold WHERE released_at IS NULL) "
        "AS held FROM account JOIN account_group ON account_group.id = account.group_id WHERE account.id IN (:ids) "
        "ORDER BY account_group.name, login",
        ids=request.account_ids,
    )
    items = defaultdict[int, list[WantedTask]](list)
    for item in request.items:
        items[item.account_id].append(item)
    return [
        AskedAccount(
            login=row["login"],
            group=row["name"],
            is_held=bool(row["held"]),
            items=tuple(items[row["id"]]),
        )
        for row in found
    ]


async def groups_of(approval: ApprovalDetail) -> tuple[str, ...]:
    """The groups of the accounts it would touch."""
    if approval.request:
        return await scope.of_accounts(approval.request.account_ids)
    return await scope.of_operation(approval.operation_id or 0)


async def about(approval: ApprovalDetail) -> AskedAbout:
    """What a second person must know of it before they answer."""
    groups = await groups_of(approval)
    if approval.request:
        return await _about(groups, 0, "id IN (:ids)", ids=approval.request.account_ids)
    number = approval.operation_id or 0
    seconds = await rows(
        f"SELECT COUNT(*) AS n FROM task WHERE id IN ({_FROZEN}) AND {SECOND}",  # noqa: S608 - fixed texts
        id=number,
        once=ONCE,
    )
    of_tasks = f"id IN (SELECT account_id FROM task WHERE id IN ({_FROZEN}))"  # noqa: S608 - the same
    return await _about(groups, int(seconds[0]["n"]), of_tasks, id=number)


async def _about(groups: tuple[str, ...], seconds: int, which: str, **values: object) -> AskedAbout:
    counted = await rows(f"SELECT COUNT(*) AS n FROM account WHERE {which}", **values)  # noqa: S608 - fixed texts
    named = await rows(
        f"SELECT login FROM account WHERE {which} ORDER BY login LIMIT :most",  # noqa: S608 - the same
        most=_NAMED,
        **values,
    )
    logins = tuple(row["login"] for row in named)
    return AskedAbout(groups=groups, logins=logins, accounts=int(counted[0]["n"]), seconds=seconds)
