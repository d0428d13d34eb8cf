"""Saved views: a list under a name, somebody's own or a channel's."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.domain.errors import BadRequest
from models.domain.permissions import Role
from models.domain.text import LONG, SHORT, folded
from models.sql import locks_rows, transaction, write_first

LONGEST_NAME, MOST = 50, 20  # characters; views of one person or channel: a message shows those of both


class View(Model):
    """One saved view."""

    id = fields.IntField(primary_key=True)
    owner = fields.CharField(SHORT)  # a Slack user or channel
    name = fields.CharField(LONGEST_NAME)
    folded = fields.CharField(SHORT)  # the name as it is looked for, whatever its case
    sheet = fields.CharField(LONG)  # the list, as the conversation writes it
    by = fields.CharField(SHORT)  # who saved it last
    role = fields.IntField(default=Role.OPERATOR.value, db_default=2)  # that person's then
    saved_at = fields.DatetimeField()

    class Meta:
        table = "saved_view"
        unique_together = (("owner", "folded"),)


MayReplace = Callable[[View | None], Awaitable[None]]
"""Called inside the transaction with the view that is replaced or deleted, None where it is new; raises Refused to leave it as it is."""


@dataclass(frozen=True, kw_only=True)
class ViewInput:
    """A list to be kept under a name."""

    owner: str  # a Slack user or channel
    name: str
    sheet: str
    by: str
    role: Role  # of that person now


async def save(new: ViewInput, *, now: datetime, may_replace: MayReplace) -> bool:
    """Save a list under a name; True when it replaced another of that name. BadRequest when there are too many."""

    async def body() -> bool:
        await write_first()
        columns: dict[str, Any] = {
            "name": new.name, "sheet": new.sheet, "by": new.by, "role": new.role.value, "saved_at": now
        }  # fmt: skip
        former = await _locked(View.filter(owner=new.owner, folded__in=_spellings(new.name)))
        await may_replace(former)
        if former is not None:
            await View.filter(id=former.id).update(**columns)
            return True
        if await View.filter(owner=new.owner).count() >= MOST:
            raise BadRequest({"name": f"There are {MOST} saved views already. Delete one first."})
        await View.create(owner=new.owner, folded=_folded(new.name), **columns)
        return False

    return await transaction(body)


async def of(*owners: str) -> list[View]:
    """The views of a person and a channel, by name."""
    return await View.filter(owner__in=[owner for owner in owners if owner]).order_by("folded")


async def named(name: str, *owners: str) -> View | None:
    """The view of this name; the first owner's goes before the second's."""
    by_owner = {view.owner: view for view in await View.filter(owner__in=owners, folded__in=_spellings(name))}
    return next((by_owner[owner] for owner in owners if owner in by_owner), None)


async def get(view_id: int, *owners: str) -> View | None:
    """The view with this id, if it is one of theirs."""
    return await View.get_or_none(id=view_id, owner__in=owners)


async def delete(view_id: int, *owners: str, may_replace: MayReplace) -> View | None:
    """Delete a view of theirs; return what it was. ``may_replace`` as with ``save``."""

    async def body() -> View | None:
        await write_first()
        view = await _locked(View.filter(id=view_id, owner__in=owners))
        if view is None:
            return None
        await may_replace(view)
        await View.filter(id=view_id).delete()
        return view

    return await transaction(body)


async def _locked(which: QuerySet[View]) -> View | None:
    """The view, so that nobody else changes it before this transaction ends."""
    return await (which.select_for_update() if locks_rows() else which).first()


def _spellings(name: str) -> list[str]:
    """As it is looked for: names that look the same are one, those of former versions only whatever their case."""
    return [_folded(name), " ".join(name.split()).casefold()[:SHORT]]


def _folded(name: str) -> str:
    return folded(name)[:SHORT]
