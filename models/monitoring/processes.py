"""The processes that run, as they say of themselves; and which one of several does what only one should do."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from datetime import datetime, timedelta

from tortoise import fields
from tortoise.models import Model

from models.domain.text import LONG, SHORT
from models.sql import rows

BEAT = timedelta(seconds=10)
ALIVE = 3 * BEAT
"""How long ago a process that lives may have said so at most."""
DEAF = "not connected to Slack: "
"""How ``about`` begins of a process that lives and hears nothing of Slack; the reason follows."""


class Process(Model):
    """One running process. A row whose ``seen_at`` is old belongs to one that was lost."""

    name = fields.CharField(255, primary_key=True)  # host:pid:mark, see bot.monitoring.heartbeat
    kind = fields.CharField(SHORT)  # bot, worker, scheduler
    about = fields.CharField(LONG, default="", db_default="")
    started_at = fields.DatetimeField()
    seen_at = fields.DatetimeField()

    @property
    def is_deaf(self) -> bool:
        return self.about.startswith(DEAF)

    class Meta:
        table = "process"


class Lead(Model):
    """Who does one thing that only one process should do, until when."""

    what = fields.CharField(SHORT, primary_key=True)
    holder = fields.CharField(255)
    until = fields.DatetimeField()

    class Meta:
        table = "lead"


async def seen(name: str, kind: str, about: str, *, now: datetime) -> None:
    """Note that a process lives."""
    await rows(
        "INSERT INTO process (name, kind, about, started_at, seen_at) VALUES (:name, :kind, :about, :now, :now) "
        "ON CONFLICT (name) DO UPDATE SET kind = :kind, about = :about, seen_at = :now RETURNING name",
        name=name,
        kind=kind,
        about=about,
        now=now,
    )


async def ended(name: str) -> None:
    """A process has ended in order: what it led is free at once."""
    await Lead.filter(holder=name).delete()
    await Process.filter(name=name).delete()


async def alive(*, now: datetime) -> list[Process]:
    """The processes that were seen of late, by kind and name; one that was seen later than now, before the clock was set
    back, has to be seen again.
    """
    return await Process.filter(seen_at__gte=now - ALIVE, seen_at__lte=now + ALIVE).order_by("kind", "name")


async def let_go(what: str, holder: str) -> None:
    """What ``holder`` led is free at once."""
    await Lead.filter(what=what, holder=holder).delete()


async def lead(what: str, holder: str, *, now: datetime, lasting: timedelta) -> bool:
    """Whether ``holder`` is the one that does this for now: it was already, or nobody is any more."""
    led = await rows(
        "INSERT INTO lead (what, holder, until) VALUES (:what, :holder, :until) "
        "ON CONFLICT (what) DO UPDATE SET holder = :holder, until = :until "
        # Nobody leads for so long: the clock was set back since.
        "WHERE lead.holder = :holder OR lead.until < :now OR lead.until > :never RETURNING what",
        what=what,
        holder=holder,
        until=now + lasting,
        now=now,
        never=now + 2 * lasting,
    )
    return bool(led)
