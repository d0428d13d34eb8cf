"""Saved views: a list under a name, somebody's own or a channel's."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from models.domain.errors import BadRequest
from models.domain.text import LONG, SHORT
from models.sql import transaction

LONGEST_NAME, MOST = 50, 20  # characters; views of one person or channel: a message shows those of both


class View(Model):
    """One saved view."""

    id = fields.IntField(primary_key=True)
    owner = fields.CharField(SHORT)  # a Slack user or channel
    name = fields.CharField(LONGEST_NAME)
    folded = fields.CharField(SHORT)  # the name as it is looked for, whatever its case
    sheet = fields.CharField(LONG)  # the list, as the conversation writes it
    by = fields.CharField(SHORT)  # who saved it last
    saved_at = fields.DatetimeField()

    class Meta:
        table = "saved_view"
        unique_together = (("owner", "folded"),)


async def save(owner: str, name: str, sheet: str, *, by: str, now: datetime) -> bool:
    """Save a list under a name; True when it replaced another of that name. BadRequest when there are too many."""

    async def body() -> bool:
        same = View.filter(owner=owner, folded=_folded(name))
        if await same.update(name=name, sheet=sheet, by=by, saved_at=now):
            return True
        if await View.filter(owner=owner).count() >= MOST:
            raise BadRequest({"name": f"There are {MOST} saved views already. Delete one first."})
        await View.create(owner=owner, name=name, folded=_folded(name), sheet=sheet, by=by, saved_at=now)
        return False

    return await transaction(body)


async def of(*owners: str) -> list[View]:
    """The views of a person and a channel, by name."""
    return await View.filter(owner__in=[owner for owner in owners if owner]).order_by("folded")


async def named(name: str, *owners: str) -> View | None:
    """The view of this name; the first owner's goes before the second's."""
    by_owner = {view.owner: view for view in await View.filter(owner__in=owners, folded=_folded(name))}
    return next((by_owner[owner] for owner in owners if owner in by_owner), None)


async def get(view_id: int, *owners: str) -> View | None:
    """The view with this id, if it is one of theirs."""
    return await View.get_or_none(id=view_id, owner__in=owners)


async def delete(view_id: int, *owners: str) -> View | None:
    """Delete a view of theirs; return what it was."""
    view = await get(view_id, *owners)
    if view is not None:
        await View.filter(id=view_id).delete()
    return view


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()[:SHORT]
