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

from models.domain.lifecycle import LoginStatus, Status
from models.domain.text import LONG, SHORT
from models.domain.values.accounts import HoldDetail, HoldingTask, LoginBlocks, OpenHold
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows, transaction
from models.tables.accounts import Account
from models.tables.tasks import Task
from models.tables.values import value_of

FREE = "account_id NOT IN (SELECT account_id FROM hold WHERE released_at IS NULL)"
"""A condition on tasks: their account is not held."""

_NEEDS_A_PERSON = frozenset(
    {
        LoginStatus.LOGGED_OUT,
        LoginStatus.WRONG_PASSWORD,
        LoginStatus.CHECKPOINT,
        LoginStatus.DISABLED,
    }
)
_WRONG_ACCOUNT = "wrong_account"  # the stored session is somebody else's


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

    class Meta:
        table = "hold"
        indexes = (Index(fields=["account_id", "id"]),)


def blocks_login(login_status: LoginStatus, cause: str) -> bool:
    """Whether an attempt that ended so was blocked until a person acts."""
    return login_status in _NEEDS_A_PERSON or cause == _WRONG_ACCOUNT


async def of_batch(batch_id: int) -> LoginBlocks:
    """Which log-ins of a batch are blocked until a person acts, and how many tasks wait for that."""
    closed = await rows(
        "SELECT login_status, COUNT(*) AS n FROM task WHERE batch_id = :batch AND status = 'ended' "
        "AND login_status IN (:closed) GROUP BY login_status",
        batch=batch_id,
        closed=[status.value for status in _NEEDS_A_PERSON],
    )
    held = await rows(
        "SELECT COUNT(*) AS n FROM task WHERE batch_id = :batch AND status = 'waiting' "
        "AND account_id IN (SELECT account_id FROM hold WHERE released_at IS NULL)",
        batch=batch_id,
    )
    return LoginBlocks(
        closed={LoginStatus(row["login_status"]): int(row["n"]) for row in closed}, held=int(held[0]["n"])
    )


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
        return [
            account_id
            for account_id in wanted
            if await begin(account_id, why=why, by=by, now=now) is not None
        ]

    return await transaction(body)


async def release(account_ids: Iterable[int], *, by: str, now: datetime) -> list[int]:
    """Release accounts; return those that were held."""

    async def body() -> list[int]:
        freed = await rows(
            "UPDATE hold SET released_at = :now, released_by = :by WHERE account_id IN (:accounts) "
            "AND released_at IS NULL RETURNING id, account_id, by",
            accounts=sorted(set(account_ids)),
            now=now,
            by=by,
        )
        for hold in sorted(freed, key=lambda hold: hold["id"]):
            if not hold["by"]:  # also while its question is on its way: that is changed then
                await outbox.enqueue(MessageKind.HOLD, hold["id"], now=now)
        return sorted(hold["account_id"] for hold in freed)

    return await transaction(body)


async def of(account_ids: Iterable[int]) -> Mapping[int, OpenHold]:
    """The open holds of these accounts."""
    holds = await Hold.filter(account_id__in=sorted(set(account_ids)), released_at=None)
    return {hold.account_id: value_of(OpenHold, hold) for hold in holds}


async def count() -> int:
    """How many accounts are held."""
    return await Hold.filter(released_at=None).count()


async def asked(hold_id: int, *, person: str, channel: str, ts: str) -> None:
    """Slack has the message that asks this person."""
    await Hold.filter(id=hold_id).update(asked=person, channel=channel, ts=ts)


async def detail(hold_id: int) -> HoldDetail | None:
    """Everything of a hold; None when it is gone."""
    hold = await Hold.get_or_none(id=hold_id)
    if hold is None:
        return None
    account = await Account.get(id=hold.account_id)
    task = await Task.get_or_none(id=hold.task_id) if hold.task_id else None
    return value_of(
        HoldDetail,
        hold,
        login=account.login,
        user_id=account.user_id,
        owner=account.owner,
        task=value_of(HoldingTask, task) if task else None,
        waiting=await Task.filter(account_id=hold.account_id, status=Status.WAITING).count(),
    )
