"""Two attempts of a task side by side: everything that is kept of each."""

from models.accounts.holds import Hold
from models.accounts.records import shown_address
from models.domain.lifecycle import OVER
from models.domain.triage.outcome import Outcome
from models.domain.values.rows import ComparedAttempt, Comparison
from models.tables.accounts import Proxy
from models.tables.tasks import Attempt, StatusNote, Task
from models.tables.values import value_of


async def compared(task_id: int) -> Comparison | None:
    """The newest executed attempt and the one before it; None where there are not two, or no such task."""
    task = await Task.get_or_none(id=task_id).select_related("group", "batch").prefetch_related("account")
    executed = Attempt.filter(task_id=task_id, status__in=OVER, started_at__isnull=False)
    two = await executed.order_by("-number").limit(2)
    if task is None or len(two) < 2:  # noqa: PLR2004 - as the limit says
        return None
    newer, older = two
    return Comparison(
        task_id=task_id,
        type=task.type,
        login=task.account.login,
        group=task.group.name,
        visible_to=task.batch.by,
        channel=task.batch.channel,
        newer=await _whole(newer, task),
        older=await _whole(older, task),
        given=await _given(task.account.id, older, newer),
    )


async def _whole(attempt: Attempt, task: Task) -> ComparedAttempt:
    note = await StatusNote.get_or_none(attempt_id=attempt.id)
    proxy = await Proxy.get_or_none(id=attempt.proxy_id) if attempt.proxy_id else None
    return value_of(
        ComparedAttempt,
        attempt,
        outcome=Outcome.of(attempt.outcome),
        proxy=shown_address(proxy),
        params=attempt.params or task.params,
        note_link=note.link if note else "",
        picture=note.file_id if note and note.link else "",
        sha256=note.sha256 if note else "",
        width=note.width if note else 0,
        height=note.height if note else 0,
    )


async def _given(account_id: int, older: Attempt, newer: Attempt) -> tuple[str, ...]:
    """What people gave to end holds of the account that began after the older attempt had, and ended before the newer."""
    holds = Hold.filter(account_id=account_id, at__gte=older.started_at, released_at__lte=newer.started_at)
    return tuple([hold.given for hold in await holds.exclude(given="").order_by("id")])
