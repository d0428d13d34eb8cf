"""The only UPDATE of an operation's state and of a question's answer: guarded by the table of moves.

Whether a row was changed decides whether the move happened; whoever comes second changes nothing.
"""

from datetime import datetime
from typing import Any

from models.batches.approval_table import Approval
from models.domain.errors import BadRequest
from models.domain.values.batches.states import OPERATION_MOVES, OperationMove
from models.tables.tasks import Batch, BatchItem

TOO_OLD = "This question is more than a day old, so nothing was done. Please ask again."


async def move_operation(operation: int, move: OperationMove, *, only: Any = None, **changes: Any) -> bool:
    """Move an operation that stands where this move starts; ``only`` are more conditions on its row."""
    rule = OPERATION_MOVES[move].operation
    if rule is None:
        return False
    source, target = rule
    standing = Batch.filter(id=operation, state=source.value, **(only or {}))
    return bool(await standing.update(state=target.value, **changes))


async def begin_operation(operation: int, move: OperationMove, *, by: str) -> bool:
    """Move an operation of this person from its question; raise BadRequest where not all its frozen tasks are there.

    Only inside a transaction: maintenance forgets no tasks of an operation that moves.
    """
    if not await move_operation(operation, move, only={"by": by}):
        return False
    if await BatchItem.filter(batch_id=operation).count() < (await Batch.get(id=operation)).size:
        raise BadRequest({"operation": TOO_OLD})
    return True


async def answer(number: int, move: OperationMove, *, by: str, now: datetime, not_by: str = "") -> bool:
    """Answer an open question, and move the operation it is about. ``not_by``: not one that this person asked.

    Only inside a transaction.
    """
    rule = OPERATION_MOVES[move].question
    if rule is None:
        return False
    source, target = rule
    standing = Approval.filter(id=number, answer=source)
    if not_by:
        standing = standing.exclude(by=not_by)
    if not await standing.update(answer=target, answered_by=by, answered_at=now):
        return False
    approval = await Approval.get(id=number)
    return approval.operation_id is None or await move_operation(approval.operation_id, move)
