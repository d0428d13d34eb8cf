"""Grants as they stand, and the audit of what was done and refused. Append-only: the database lets nobody change it."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from collections.abc import Iterable, Sequence
from datetime import datetime

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.access import refusals
from models.domain.audit_chain import digest, hash_of
from models.domain.errors import Refused
from models.domain.permissions import Actor, Authority, Deed, Grant, Role, authority, authorize
from models.domain.text import LONG, SHORT
from models.domain.values.audit import AuditRow
from models.sql import is_postgres, rows
from models.tables.values import value_of

_ONE_AT_A_TIME = 4712_2026  # any number: of the lock under which a line is chained to the newest


class GrantRow(Model):
    """What a user, a user group or everyone may. One row for each subject and group."""

    id = fields.IntField(primary_key=True)
    subject = fields.CharField(SHORT)  # U…, S…, or everyone
    role = fields.IntField()
    group = fields.CharField(SHORT)  # a group of accounts, or *
    by = fields.CharField(SHORT)
    at = fields.DatetimeField()

    class Meta:
        table = "access_grant"
        unique_together = (("subject", "group"),)


class Audit(Model):
    """One thing that was done, or refused."""

    id = fields.IntField(primary_key=True)
    at = fields.DatetimeField()
    actor = fields.CharField(SHORT)
    action = fields.CharField(SHORT)
    about = fields.CharField(
        LONG
    )  # which tasks, accounts or grants, with the number shown when it was confirmed
    groups = fields.CharField(LONG, default="")  # of accounts, with commas
    allowed = fields.BooleanField()
    place = fields.CharField(SHORT, default="")  # the message or form it came from
    before = fields.CharField(64, default="", db_default="")  # the hash of the line before
    hash = fields.CharField(64, default="", db_default="")  # of this line: models.domain.audit_chain
    batch_id = fields.IntField(
        null=True
    )  # the batch or operation, to find the line by; the hash leaves it out

    class Meta:
        table = "audit"
        indexes = (Index(fields=["at", "id"]), Index(fields=["batch_id", "id"]))


async def of(actor: Actor) -> Authority:
    """What this person may do now."""
    granted = await GrantRow.filter(subject__in=list(actor.subjects)) if actor.subjects else []
    return authority(actor, map(_grant, granted))


async def decide(actor: Actor, deed: Deed) -> None:
    """Raise Refused unless this person may do this now: inside the transaction of what is done."""
    refused = authorize(await of(actor), deed.action, deed.groups)
    if refused is not None:
        raise Refused(actor, deed, refused)


async def record_done(actor: Actor, deed: Deed, *, now: datetime) -> None:
    """Write down what was done: the last thing in its transaction, since no other line is written until it ends."""
    await _record(actor, deed, allowed=True, now=now)


async def refuse(error: Refused, *, now: datetime) -> None:
    """Write down what was refused, after the transaction that it ended; repeated refusals fold (``access.refusals``)."""
    await refusals.refuse(error, _record_refusal, now=now)


async def write_refusals(*, now: datetime) -> int:
    """Write how often was refused what was counted and whose minute is over; return how many counts those were."""
    return await refusals.write_over(_record_refusal, now=now)


async def _record_refusal(actor: Actor, deed: Deed, now: datetime) -> None:
    await _record(actor, deed, allowed=False, now=now)


async def _record(actor: Actor, deed: Deed, *, allowed: bool, now: datetime) -> None:
    """Chain a line to the newest one. Only inside a transaction."""
    if is_postgres():
        await rows(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
    line = Audit(
        at=now,
        actor=actor.user,
        action=deed.action.value,
        about=deed.about[:LONG],
        groups=", ".join(deed.groups)[:LONG],
        allowed=allowed,
        place=actor.place[:SHORT],
        before=await newest_hash(),
        batch_id=deed.batch,
    )
    line.hash = digest(value_of(AuditRow, line), line.before)
    await line.save(force_create=True)


async def newest_hash() -> str:
    """The hash that the next line carries. Lines without one, of an older program that still runs, are chained by it."""
    newest = await Audit.all().order_by("-id").first()
    if newest is None or newest.hash:
        return newest.hash if newest else ""
    chained = await Audit.exclude(hash="").order_by("-id").first()
    before = chained.hash if chained else ""
    for line in await Audit.filter(id__gt=chained.id if chained else 0).order_by("id"):
        before = hash_of(value_of(AuditRow, line), before)
    return before


async def grants() -> list[Grant]:
    """All of them, by subject."""
    return [_grant(row) for row in await GrantRow.all().order_by("subject", "group")]


async def grants_of(subject: str) -> list[Grant]:
    """What one subject has."""
    return [_grant(row) for row in await GrantRow.filter(subject=subject).order_by("group")]


async def admins() -> list[str]:
    """Who may grant, by the grants."""
    admin_grants = await GrantRow.filter(role=Role.ADMIN).order_by("id")
    return list(dict.fromkeys(row.subject for row in admin_grants))


async def user_groups() -> list[str]:
    """The user groups of Slack that grants name."""
    named = await rows("SELECT DISTINCT subject FROM access_grant WHERE subject LIKE 'S%' ORDER BY subject")
    return [row["subject"] for row in named]


async def grant(new_grants: Sequence[Grant], *, by: str, now: datetime) -> list[Grant]:
    """Give; what the subject had in the same group is replaced. Return those that were not there already. Only inside a
    transaction.
    """
    given: list[Grant] = []
    for new in new_grants:
        if await GrantRow.filter(subject=new.subject, role=new.role, group=new.group).exists():
            continue
        await take([(new.subject, new.group)])
        await GrantRow.create(subject=new.subject, role=new.role, group=new.group, by=by, at=now)
        given.append(new)
    return given


async def take(which: Iterable[tuple[str, str]]) -> int:
    """Take away; return how many there were. Only inside a transaction."""
    return sum([await GrantRow.filter(subject=subject, group=group).delete() for subject, group in which])


def _grant(row: GrantRow) -> Grant:
    return Grant(subject=row.subject, role=Role(row.role), group=row.group)
