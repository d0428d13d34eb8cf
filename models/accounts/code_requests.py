"""Codes that workers wait for at a site's code screen: a person types one, and it goes sealed to that worker alone.

A row holds a code for as long as its worker needs to take it, a second, and never longer than the wait.
"""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from datetime import datetime, timedelta

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.domain.lifecycle import LIVE
from models.domain.text import SHORT
from models.domain.values.accounts import CodeDetail, CodeState
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer, code_place
from models.sql import rows, transaction
from models.tables.accounts import Account
from models.tables.tasks import Task
from models.tables.values import value_of

KEPT = timedelta(days=1)  # a row without a code, for the message that asked
_AHEAD = timedelta(minutes=10)  # no wait is so long: its end was written by a clock that was set back since
_OPEN = f"state IN ('{CodeState.OPEN}', '{CodeState.GIVEN}')"


class CodeRequest(Model):
    """A worker waits at the site's code screen for a code that a person types."""

    id = fields.IntField(primary_key=True)
    task_id = fields.IntField()
    account_id = fields.IntField()
    fence = fields.IntField()  # of the worker's claim
    asked_at = fields.DatetimeField()
    until = fields.DatetimeField()
    state = fields.CharField(10, default=CodeState.OPEN.value)
    refused = fields.IntField(default=0)  # codes that the site did not take
    code = fields.BinaryField(null=True)  # sealed, until the worker has taken it
    given_by = fields.CharField(SHORT, default="")
    asked = fields.CharField(SHORT, default="")  # who got the message
    channel = fields.CharField(SHORT, default="")
    ts = fields.CharField(SHORT, default="")

    class Meta:
        table = "code_request"
        indexes = (Index(fields=["account_id", "state"]),)


async def ask(task_id: int, fence: int, *, until: datetime, now: datetime) -> int | None:
    """Ask for a code, for the worker that holds this claim; None: it is no longer its claim."""

    async def body() -> int | None:
        asked = await rows(
            "INSERT INTO code_request (task_id, account_id, fence, asked_at, until, state, refused, given_by, asked, "
            "channel, ts) SELECT id, account_id, fence, :now, :until, :open, 0, '', '', '', '' FROM task "
            "WHERE id = :task AND fence = :fence AND status IN (:live) RETURNING id, account_id",
            now=now,
            until=until,
            open=CodeState.OPEN.value,
            task=task_id,
            fence=fence,
            live=sorted(status.value for status in LIVE),
        )
        for request in asked:
            await _show(request["id"], request["account_id"], now=now)
            return int(request["id"])
        return None

    return await transaction(body)


async def give(request_id: int, code: str, *, by: str, sealer: Sealer, now: datetime) -> bool:
    """A person typed a code: keep it sealed for the worker. False: nobody waits for one any more.

    Only inside a transaction.
    """
    waiting = await CodeRequest.get_or_none(id=request_id)
    if waiting is None:
        return False
    given = await rows(
        "UPDATE code_request SET code = :code, state = :given, given_by = :by WHERE id = :id AND state = :open "
        "AND until > :now RETURNING id, account_id",
        code=sealer.seal(code, place=code_place(request_id, waiting.fence)),
        given=CodeState.GIVEN.value,
        by=by,
        id=request_id,
        open=CodeState.OPEN.value,
        now=now,
    )
    for request in given:
        await _show(request["id"], request["account_id"], now=now)
    return bool(given)


async def take(request_id: int, *, sealer: Sealer) -> str | None:
    """The code that was typed, taken out of the database; None: none was. For the worker that asked."""
    waiting = await CodeRequest.get_or_none(id=request_id)
    if waiting is None or waiting.code is None:
        return None
    await CodeRequest.filter(id=request_id).update(code=None)
    return sealer.open(waiting.code, place=code_place(request_id, waiting.fence))


async def refuse(request_id: int, *, now: datetime) -> None:
    """The site did not take the code: another one is asked for."""

    async def body() -> None:
        refused = await rows(
            "UPDATE code_request SET state = :open, refused = refused + 1, code = NULL WHERE id = :id AND state = :given "
            "RETURNING id, account_id",
            open=CodeState.OPEN.value,
            given=CodeState.GIVEN.value,
            id=request_id,
        )
        for request in refused:
            await _show(request["id"], request["account_id"], now=now)

    await transaction(body)


async def close(request_id: int, state: CodeState, *, now: datetime) -> None:
    """The worker waits no more; nothing of a code is left."""

    async def body() -> None:
        closed = await rows(
            f"UPDATE code_request SET state = :state, code = NULL WHERE id = :id AND {_OPEN} RETURNING id, account_id",  # noqa: S608 - fixed text
            state=state.value,
            id=request_id,
        )
        for request in closed:
            await _show(request["id"], request["account_id"], now=now)

    await transaction(body)


async def forget(*, now: datetime) -> None:
    """Close what a lost worker left open, also where the clock was set back since, and forget what is long over."""

    async def body() -> None:
        left = await rows(
            f"UPDATE code_request SET state = :late, code = NULL WHERE {_OPEN} AND (until < :now OR until > :ahead) RETURNING id, account_id",  # noqa: S608 - fixed text
            late=CodeState.LATE.value,
            now=now,
            ahead=now + _AHEAD,
        )
        for request in left:
            await _show(request["id"], request["account_id"], now=now)
        await CodeRequest.filter(until__lt=now - KEPT).delete()

    await transaction(body)


async def asked(request_id: int, *, person: str, channel: str, ts: str) -> None:
    """Slack has the message that asks this person."""
    await CodeRequest.filter(id=request_id).update(asked=person, channel=channel, ts=ts)


async def open_of(account_id: int) -> int | None:
    """The request that waits for a code of this account; None: none does."""
    waiting = await CodeRequest.filter(account_id=account_id, state=CodeState.OPEN).order_by("-id").first()
    return waiting.id if waiting else None


async def detail(request_id: int) -> CodeDetail | None:
    """Everything of a request but its code; None when it is gone."""
    request = await CodeRequest.get_or_none(id=request_id)
    if request is None:
        return None
    account, task = await Account.get(id=request.account_id), await Task.get(id=request.task_id)
    held = await rows(
        "SELECT passed_to FROM hold WHERE account_id = :account AND released_at IS NULL",
        account=request.account_id,
    )
    return value_of(
        CodeDetail,
        request,
        login=account.login,
        user_id=account.user_id,
        owner=account.owner,
        passed_to=held[0]["passed_to"] if held else "",
        type=task.type,
        operation_user=task.operation_user,
        state=CodeState(request.state),
    )


async def _show(request_id: int, account_id: int, *, now: datetime) -> None:
    """Its message, and that of the account's hold, are drawn anew."""
    await outbox.enqueue(MessageKind.CODE, request_id, now=now)
    for hold in await rows(
        "SELECT id FROM hold WHERE account_id = :account AND released_at IS NULL AND by = ''",
        account=account_id,
    ):
        await outbox.enqueue(MessageKind.HOLD, hold["id"], now=now)
