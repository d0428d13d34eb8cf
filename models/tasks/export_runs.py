"""Exports on their way: at most one of a person, under a lease that its process renews; a lost one is told once.

A run is ``writing``, then ``sending`` from just before the person can see anything of it. Over, its row is deleted.
Lost, it was ``cut_off`` while writing, so nothing came and nothing will; or it is ``unsure``: the file may have come.
"""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from datetime import datetime, timedelta

from tortoise import fields
from tortoise.models import Model

from models.domain.text import SHORT
from models.domain.values.exports import LostExport
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows, transaction
from models.tasks import clock_jumps

LEASE = timedelta(seconds=30)  # a process that is silent for this long is considered dead


class ExportRun(Model):
    """An export on its way, or one whose process was lost. One that is over has no row."""

    id = fields.IntField(primary_key=True)
    asked_by = fields.CharField(SHORT)
    state = fields.CharField(20)  # writing, sending, cut_off, unsure
    asked_at = fields.DatetimeField()
    lease_until = fields.DatetimeField()

    class Meta:
        table = "export_run"


async def begin(user: str, *, now: datetime) -> int | None:
    """The id of a person's new run; None while another one of theirs is alive."""
    await tell_lost(now=now)
    begun = await rows(
        "INSERT INTO export_run (asked_by, state, asked_at, lease_until) VALUES (:user, 'writing', :now, :lease) "
        "ON CONFLICT (asked_by) WHERE state IN ('writing', 'sending') DO NOTHING RETURNING id",
        user=user,
        now=now,
        lease=now + LEASE,
    )
    return begun[0]["id"] if begun else None


async def renew(run_id: int, *, now: datetime) -> bool:
    """Renew the lease. False: the run was taken for lost."""
    kept = await rows(
        "UPDATE export_run SET lease_until = :lease WHERE id = :id AND state IN ('writing', 'sending') RETURNING id",
        id=run_id,
        lease=now + LEASE,
    )
    return bool(kept)


async def send(run_id: int, *, now: datetime) -> bool:
    """From now on the person may see the file. False: the run was taken for lost, so they must not."""
    sending = await rows(
        "UPDATE export_run SET state = 'sending', lease_until = :lease WHERE id = :id AND state = 'writing' RETURNING id",
        id=run_id,
        lease=now + LEASE,
    )
    return bool(sending)


async def over(run_id: int) -> None:
    """The file has come, or the person was told why it does not. What was taken for lost stays lost."""
    await rows(
        "DELETE FROM export_run WHERE id = :id AND state IN ('writing', 'sending') RETURNING id", id=run_id
    )


async def begin_anew(*, now: datetime) -> None:
    """A lease that is longer than any was given before the clock was set back: it begins anew."""
    await rows(
        "UPDATE export_run SET lease_until = :lease WHERE state IN ('writing', 'sending') AND lease_until > :far "
        "RETURNING id",
        lease=now + LEASE,
        far=now + 2 * LEASE,
    )


async def tell_lost(*, now: datetime) -> int:
    """Tell whoever waits for an export whose process was lost; return how many those are.

    Not while a lease may only seem to be over since the clock was set: who lives renews it meanwhile.
    """
    if await clock_jumps.may_seem_over(LEASE, now=now):
        return 0

    async def body() -> int:
        lost = await rows(
            "UPDATE export_run SET state = CASE state WHEN 'writing' THEN 'cut_off' ELSE 'unsure' END "
            "WHERE state IN ('writing', 'sending') AND lease_until < :now RETURNING id",
            now=now,
        )
        for row in lost:
            await outbox.enqueue(MessageKind.EXPORT_LOST, row["id"], now=now)
        return len(lost)

    return await transaction(body)


async def get_lost(run_id: int) -> LostExport | None:
    """A run that was lost; None when there is no such run, or it is on its way."""
    found = await ExportRun.get_or_none(id=run_id, state__in=["cut_off", "unsure"])
    if found is None:
        return None
    return LostExport(asked_by=found.asked_by, asked_at=found.asked_at, may_have_come=found.state == "unsure")
