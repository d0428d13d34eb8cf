"""What a person does with a hold: has the account checked, which may end it, passes it on, or keeps it.

Each is one guarded statement first, so that of two people who do it at once one does; none touches what a person put on
hold, which a person releases.
"""

from datetime import datetime

from models.accounts.holds import Hold
from models.batches import create
from models.domain.lifecycle import OVER
from models.domain.values.batches.requests import BatchRequest
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows
from models.tasks.hand_overs import CHECK


async def check(
    hold_id: int, *, by: str, channel: str, again: bool, given: str = "", now: datetime
) -> list[int]:
    """Begin the check that ends an open hold if it is logged in; the account's other tasks wait for that.

    ``again``: the task that met the hold then runs again. Return the check's task; none when one is on its way, or the
    hold is over. Only inside a transaction.
    """
    free = await rows(
        "UPDATE hold SET check_by = :by, again = :again, given = :given, checked = '', kept_by = '' WHERE id = :id "
        "AND released_at IS NULL AND by = '' AND (check_id IS NULL OR check_id IN (SELECT id FROM task WHERE status IN (:over))) "
        "RETURNING account_id",
        id=hold_id,
        by=by,
        again=again,
        given=given,
        over=sorted(status.value for status in OVER),
    )
    if not free:
        return []
    wanted = BatchRequest(type=CHECK, account_ids=(free[0]["account_id"],), by=by, channel=channel)
    _, ids = await create.create(wanted, now=now)
    await Hold.filter(id=hold_id).update(check_id=ids[0])
    await outbox.enqueue(MessageKind.HOLD, hold_id, now=now)
    return ids


async def pass_on(hold_id: int, *, to: str, by: str, now: datetime) -> bool:
    """Ask somebody else about an open hold instead. False: it is over, or that person has it already.

    Only inside a transaction.
    """
    passed = await rows(
        "UPDATE hold SET passed_to = :to, passed_by = :by, kept_by = '', reminders = 0, asked_at = NULL, "
        "left_channel = CASE WHEN ts = '' THEN left_channel ELSE channel END, "
        "left_ts = CASE WHEN ts = '' THEN left_ts ELSE ts END, channel = '', ts = '', asked = '' "
        "WHERE id = :id AND released_at IS NULL AND by = '' AND asked <> :to AND passed_to <> :to RETURNING id",
        id=hold_id,
        to=to,
        by=by,
    )
    if passed:
        await outbox.enqueue(MessageKind.HOLD, hold_id, now=now)
    return bool(passed)


async def keep(hold_id: int, *, by: str, now: datetime) -> bool:
    """Leave the account on hold, knowingly: nobody is reminded. False: it is over, or kept already.

    Only inside a transaction.
    """
    kept = await rows(
        "UPDATE hold SET kept_by = :by WHERE id = :id AND released_at IS NULL AND by = '' AND kept_by = '' RETURNING id",
        id=hold_id,
        by=by,
    )
    if kept:
        await outbox.enqueue(MessageKind.HOLD, hold_id, now=now)
    return bool(kept)
