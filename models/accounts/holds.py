"""Accounts on hold: their tasks wait until a person has looked at the account and releases it.

An account whose log-in failed, or that meets a checkpoint, is held by itself: each further task would fail at the
same log-in, and some sites then lock the account for longer. Its responsible person is asked once; one click releases it.
"""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from collections.abc import Iterable, Mapping
from datetime import datetime

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.accounts import code_requests, hold_notices
from models.domain.lifecycle import OVER, LoginStatus, Status
from models.domain.text import LONG, SHORT
from models.domain.values.accounts import HoldDetail, HoldingTask, OpenHold
from models.messages import outbox
from models.messages.kinds import PROGRESS_EVERY
from models.messages.outbox import MessageKind
from models.sql import batched, rows, rows_of_many, transaction
from models.tables.accounts import Account
from models.tables.tasks import StatusNote, Task
from models.tables.values import value_of

FREE = (
    "NOT EXISTS (SELECT 1 FROM hold WHERE hold.account_id = task.account_id AND hold.released_at IS NULL "
    "AND COALESCE(hold.check_id, 0) <> task.id)"
)
"""A condition on tasks, called ``task`` in the statement: their account is not held, or they are the check that looks whether the hold can end."""

_NEEDS_A_PERSON = frozenset(
    {
        LoginStatus.LOGGED_OUT,
        LoginStatus.WRONG_PASSWORD,
        LoginStatus.CHECKPOINT,
        LoginStatus.DISABLED,
    }
)
_WRONG_ACCOUNT = "wrong_account"  # the stored session is somebody else's


FREED = "(SELECT COUNT(*) FROM task WHERE task.account_id = hold.account_id AND task.status = 'waiting')"
"""How many tasks wait for a hold's account."""


class Hold(Model):
    """One time an account was held. At most one of an account is open (a partial unique index)."""

    id = fields.IntField(primary_key=True)
    account_id = fields.IntField()
    task_id = fields.IntField(null=True)  # the task whose log-in was blocked; none when a person holds it
    why = fields.CharField(LONG)  # a sentence for people
    by = fields.CharField(SHORT, default="")  # the person who holds it; empty: it is held by itself
    at = fields.DatetimeField()
    released_by = fields.CharField(SHORT, default="")
    released_at = fields.DatetimeField(null=True)
    channel = fields.CharField(SHORT, default="")  # of the message that asks; empty until Slack has answered
    ts = fields.CharField(SHORT, default="")
    asked = fields.CharField(SHORT, default="", db_default="")  # who got that message
    asked_at = fields.DatetimeField(null=True)
    left_channel = fields.CharField(
        SHORT, default="", db_default=""
    )  # of a message that says no more than that
    left_ts = fields.CharField(SHORT, default="", db_default="")  # the hold was passed on
    check_id = fields.IntField(null=True)  # the newest check, a task: logged in, it ends the hold
    check_by = fields.CharField(SHORT, default="", db_default="")  # who began it
    given = fields.CharField(
        SHORT, default="", db_default=""
    )  # what they gave for it: password, session; again: they re-executed somebody else's
    again = fields.BooleanField(default=False, db_default=False)  # the task that met the hold then runs again
    checked = fields.CharField(LONG, default="", db_default="")  # what the last check met that did not get in
    freed = fields.IntField(default=0, db_default=0)  # tasks that waited when it ended
    went_on = fields.BooleanField(default=False, db_default=False)  # the task that met it ran again
    passed_to = fields.CharField(SHORT, default="", db_default="")  # who has it instead of the owner
    passed_by = fields.CharField(SHORT, default="", db_default="")
    kept_by = fields.CharField(SHORT, default="", db_default="")  # who knows of it and keeps it: no reminder
    reminders = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "hold"
        indexes = (Index(fields=["account_id", "id"]), Index(fields=["channel", "ts"]))


def blocks_login(login_status: LoginStatus, cause: str) -> bool:
    """Whether an attempt that ended so was blocked until a person acts."""
    return login_status in _NEEDS_A_PERSON or cause == _WRONG_ACCOUNT


async def begin(
    account_id: int, *, why: str, now: datetime, task_id: int | None = None, by: str = ""
) -> int | None:
    """Hold an account; None when it is held already. Only inside a transaction."""
    inserted = await rows(
        "INSERT INTO hold (account_id, task_id, why, by, at, released_by, channel, ts) "
        "VALUES (:account, :task, :why, :by, :now, '', '', '') ON CONFLICT DO NOTHING RETURNING id",
        account=account_id,
        task=task_id,
        why=why[:LONG],
        by=by,
        now=now,
    )
    if not inserted:
        return None
    if not by:  # a person who holds an account need not be asked
        await outbox.enqueue(MessageKind.HOLD, inserted[0]["id"], now=now)
    return inserted[0]["id"]


async def hold(account_ids: Iterable[int], *, why: str, by: str, now: datetime) -> list[int]:
    """A person holds accounts; return those that were not held before."""

    async def body() -> list[int]:
        wanted = sorted(set(account_ids))
        held = [
            account_id
            for account_id in wanted
            if await begin(account_id, why=why, by=by, now=now) is not None
        ]
        await redraw_batches(held, now=now)
        return held

    return await transaction(body)


async def release(account_ids: Iterable[int], *, by: str, now: datetime) -> list[int]:
    """Release accounts; return those that were held."""

    async def body() -> list[int]:
        freed = await rows_of_many(
            f"UPDATE hold SET released_at = :now, released_by = :by, freed = {FREED} "  # noqa: S608 - fixed text
            "WHERE account_id IN (:ids) AND released_at IS NULL RETURNING id, account_id, by",
            sorted(set(account_ids)),
            now=now,
            by=by,
        )
        for hold in sorted(freed, key=lambda hold: hold["id"]):
            if not hold["by"]:
                await ended(hold["id"], by=by, now=now)
        released = sorted(hold["account_id"] for hold in freed)
        await redraw_batches(released, now=now)
        return released

    return await transaction(body)


async def redraw_batches(account_ids: Iterable[int], *, now: datetime) -> None:
    """The messages of batches name the tasks that wait for an account on hold: these accounts are held now, or free.

    Only inside a transaction.
    """
    waiting = await rows_of_many(
        "SELECT DISTINCT batch_id FROM task WHERE account_id IN (:ids) AND status = 'waiting'",
        sorted(account_ids),
    )
    for batch in sorted({row["batch_id"] for row in waiting}):
        await outbox.enqueue(MessageKind.PROGRESS, batch, now=now, after=PROGRESS_EVERY)


async def ended(hold_id: int, *, by: str, now: datetime) -> None:
    """A hold that nobody put on by hand has ended: its message shows it, and whom it concerned is told.

    Only inside a transaction.
    """
    # Also while its question is on its way: that is changed then.
    await outbox.enqueue(MessageKind.HOLD, hold_id, now=now)
    await hold_notices.tell_end(hold_id, by=by, now=now)


async def of(account_ids: Iterable[int]) -> Mapping[int, OpenHold]:
    """The open holds of these accounts."""
    ids = sorted(set(account_ids))
    holds = [
        hold for some in batched(ids) for hold in await Hold.filter(account_id__in=some, released_at=None)
    ]
    return {hold.account_id: value_of(OpenHold, hold) for hold in holds}


async def count() -> int:
    """How many accounts are held."""
    return await Hold.filter(released_at=None).count()


async def asked(hold_id: int, *, person: str, channel: str, ts: str, now: datetime) -> None:
    """Slack has the message that asks this person."""
    await Hold.filter(id=hold_id).update(asked=person, channel=channel, ts=ts, asked_at=now)


async def left(hold_id: int, *, ts: str) -> None:
    """The message of whoever passed the hold on says so."""
    await Hold.filter(id=hold_id, left_ts=ts).update(left_channel="", left_ts="")


async def detail(hold_id: int) -> HoldDetail | None:
    """Everything of a hold; None when it is gone."""
    hold = await Hold.get_or_none(id=hold_id)
    if hold is None:
        return None
    account = await Account.get(id=hold.account_id)
    task = await Task.get_or_none(id=hold.task_id) if hold.task_id else None
    check = await Task.get_or_none(id=hold.check_id) if hold.check_id else None
    met = [number for number in (hold.task_id, hold.check_id) if number]
    note = await StatusNote.filter(task_id__in=met).exclude(link="").order_by("-id").first()
    waiting = Task.filter(account_id=hold.account_id, status=Status.WAITING).exclude(id=hold.check_id or 0)
    return value_of(
        HoldDetail,
        hold,
        login=account.login,
        user_id=account.user_id,
        owner=account.owner,
        task=value_of(HoldingTask, task) if task else None,
        waiting=await waiting.count(),
        checks=check is not None and check.status not in OVER,
        canceled=check is not None and check.status is Status.CANCELED,
        picture=note.file_id if note else "",
        code_id=await code_requests.open_of(hold.account_id) if hold.released_at is None else None,
    )
