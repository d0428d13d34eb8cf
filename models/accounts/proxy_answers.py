"""How proxies answer, as workers and tests see it, and which tasks that were failed by one can run now."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from models.domain.lifecycle import Status
from models.domain.outcomes import ProxyAnswer
from models.domain.text import LONG, keepable
from models.sql import rows, run_each

_OFTEN = timedelta(
    seconds=30
)  # workers ask a proxy for every task: what is newer than this is not written again
_ANSWERED = """
UPDATE proxy SET answers = ?, answered_at = ?, answer_ms = ?
WHERE id = ? AND (answers IS NULL OR NOT answers OR answered_at IS NULL OR answered_at < ?)
"""
_FAILED = "UPDATE proxy SET answers = ?, failed_at = ?, failure = ? WHERE id = ?"
_READY = """
SELECT t.id FROM task t JOIN account o ON o.id = t.account_id JOIN proxy p ON p.id = o.proxy_id
WHERE t.status = :status AND p.answers = :yes AND {where}
"""
_MOST_MS = 2**31 - 1
_STEP = 10_000  # numbers in one statement: a gateway may serve all accounts, and PostgreSQL takes 32,767


async def note(answers: Iterable[ProxyAnswer], *, now: datetime, always: bool = False) -> None:
    """Write how proxies answered; ``always``: also what was written a moment ago. Within a transaction.

    In the order of their numbers, so that two who write the same ones wait for each other.
    """
    since = now + _OFTEN if always else now - _OFTEN
    ordered = sorted(answers, key=lambda answer: answer.proxy_id)
    for answer in ordered:
        if answer.failure:
            await run_each(_FAILED, [(False, now, keepable(answer.failure)[:LONG], answer.proxy_id)])
        else:
            took = min(round(answer.seconds * 1000), _MOST_MS)
            await run_each(_ANSWERED, [(True, now, took, answer.proxy_id, since)])


async def ready_by_proxies(proxy_ids: Sequence[int]) -> list[int]:
    """The tasks that ended as *No proxy* and whose account has one of these now, if that answers."""
    return await _ready("p.id IN (:ids)", proxy_ids)


async def ready_by_accounts(account_ids: Sequence[int]) -> list[int]:
    """The same, of these accounts."""
    return await _ready("o.id IN (:ids)", account_ids)


async def ready_of_operation(operation: int) -> list[int]:
    """The same, of the tasks frozen for an operation: what has been mended may have broken since."""
    return await _ready("t.id IN (SELECT task_id FROM batch_item WHERE batch_id = :ids)", operation)


async def _ready(where: str, ids: Sequence[int] | int) -> list[int]:
    steps = [ids] if isinstance(ids, int) else [ids[at : at + _STEP] for at in range(0, len(ids), _STEP)]
    found = [
        int(row["id"])
        for some in steps
        for row in await rows(_READY.format(where=where), status=Status.NO_PROXY.value, yes=True, ids=some)
    ]
    return sorted(found)
