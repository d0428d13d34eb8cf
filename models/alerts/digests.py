"""A channel's daily line: how the tasks of the day before went."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tortoise import fields
from tortoise.models import Model

from models.access import audit
from models.alerts import scopes
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.lifecycle import Status
from models.domain.text import SHORT
from models.domain.values.alerts import Day, DigestTime
from models.domain.window import window
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows, transaction
from models.tables.messages import Outbox
from models.tables.values import value_of
from models.tasks import counts as task_counts

_DAY = timedelta(days=1)
_COUNTED = (
    "SELECT t.status AS status, COUNT(*) AS n FROM task t JOIN account_group g ON g.id = t.group_id "  # noqa: S608 - fixed texts
    f"WHERE t.created_at >= :since AND t.created_at < :until AND {scopes.IN_SCOPE} GROUP BY t.status"
)
_HELD = (
    "SELECT COUNT(*) AS n FROM hold h JOIN account a ON a.id = h.account_id JOIN account_group g ON g.id = a.group_id "
    "WHERE h.released_at IS NULL AND (:any_group = 1 OR g.name IN (:groups))"
)
_MOST = 31  # days in one message: one that waited for longer tells of the newest


class Digest(Model):
    """A channel that gets a message once a day: how the day before went."""

    id = fields.IntField(primary_key=True)
    channel = fields.CharField(SHORT, unique=True)
    at = fields.CharField(5)  # 09:00
    zone = fields.CharField(SHORT)  # of who chose that
    by = fields.CharField(SHORT)
    conditions: dict[str, list[str]] | None = fields.JSONField(null=True)  # type: ignore[assignment]
    told_on = fields.CharField(
        10, default=""
    )  # 2026-11-27: the last day whose line was asked for; empty: none was

    class Meta:
        table = "digest"

    @property
    def scope(self) -> TaskFilter:
        return scopes.unpack(self.conditions or {})


async def of(channel: str) -> DigestTime | None:
    """When a channel gets its digest; None: it gets none."""
    digest = await Digest.get_or_none(channel=channel)
    return value_of(DigestTime, digest) if digest else None


async def choose(
    channel: str, at: str, *, zone: str, by: str, now: datetime, scope: TaskFilter = EVERYTHING
) -> bool:
    """Send a channel its digest of these tasks every day at that time, from the next one on. False: it was so already. Only
    inside a transaction.
    """
    former = await Digest.get_or_none(channel=channel, at=at, zone=zone, by=by)
    if former is not None and former.scope == scope:
        return False
    moment = now.astimezone(ZoneInfo(zone))
    await Digest.filter(channel=channel).delete()
    await Digest.create(
        channel=channel,
        at=at,
        zone=zone,
        by=by,
        conditions=scopes.pack(scope),
        told_on=f"{_newest(at, moment)}",
    )
    return True


async def drop(channel: str) -> bool:
    """Send it no more digests; False: it had none."""
    return bool(await Digest.filter(channel=channel).delete())


async def due(*, now: datetime) -> int:
    """Ask for the line of every channel whose time has come, once a day each; return how many.

    Where nobody looked between a day's time and midnight, one message makes up for all the days since the last one.
    """
    asked = 0
    for digest in await Digest.all():
        local = now.astimezone(ZoneInfo(digest.zone))
        newest = _newest(digest.at, local)
        is_owed = bool(digest.told_on) or newest == local.date()  # without a last one: from the next time on
        if digest.told_on > f"{local + timedelta(days=1):%Y-%m-%d}":  # before the clock was set back
            await _count_from(digest, local)
        elif digest.told_on < f"{newest}" and is_owed:
            asked += await transaction(lambda digest=digest, newest=newest: _ask(digest, newest, now=now))
    return asked


def _newest(at: str, local: datetime) -> date:
    """The last day whose time has come by this moment."""
    return local.date() if at <= f"{local:%H:%M}" else local.date() - _DAY


async def get(digest_id: int) -> DigestTime | None:
    """The digest; None when nobody wants it any more."""
    digest = await Digest.get_or_none(id=digest_id)
    return value_of(DigestTime, digest) if digest else None


async def days(digest: DigestTime, *, queued_at: datetime, now: datetime) -> list[Day]:
    """How the days went that a message queued at ``queued_at`` tells of, by the clock of who chose the time, oldest first.

    The day before that; and, where it waited for so long, those before each later day that queued none of its own.
    """
    zone = ZoneInfo(digest.zone)
    first, today = (moment.astimezone(zone).date() for moment in (min(queued_at, now), now))
    own = Outbox.filter(kind=MessageKind.DIGEST, about=digest.id, created_at__gt=queued_at)
    next_one = await own.order_by("created_at").first()
    if next_one is not None:
        last = next_one.created_at.astimezone(zone).date() - _DAY
    else:
        last = date.fromisoformat(digest.told_on) if digest.told_on else first
    number = min(max((min(last, today) - first).days, 0) + 1, _MOST)
    newest = max(first, min(last, today))
    return [await _before(newest - n * _DAY, digest, zone, now=now) for n in reversed(range(number))]


async def _before(day: date, digest: DigestTime, zone: ZoneInfo, *, now: datetime) -> Day:
    day -= _DAY
    since, until = window(TaskFilter(since=day, until=day), zone=zone, now=now)
    counted = await rows(_COUNTED, since=since, until=until, **scopes.values(digest.scope))
    lines, head = await audit.head()
    return Day(
        day=day,
        counts={Status(row["status"]): int(row["n"]) for row in counted},
        waiting=await task_counts.total(replace(digest.scope, statuses=(Status.WAITING,))),
        held=(await rows(_HELD, **scopes.values(digest.scope)))[0]["n"],
        audit_lines=lines,
        audit_head=head,
    )


async def _count_from(digest: Digest, local: datetime) -> None:
    """Whether today's line was sent nobody knows; when its time is over it is not sent a second time."""
    day = _newest(digest.at, local)
    await Digest.filter(id=digest.id, told_on=digest.told_on).update(told_on=f"{day}")


async def _ask(digest: Digest, newest: date, *, now: datetime) -> int:
    changed = await Digest.filter(id=digest.id, told_on=digest.told_on).update(told_on=f"{newest}")
    if changed:
        due = min(_first_missed(digest, newest), now)
        await outbox.enqueue(MessageKind.DIGEST, digest.id, now=due, after=now - due)
    return changed


def _first_missed(digest: Digest, newest: date) -> datetime:
    """When the first line was due that was not asked for: a message that was queued then tells of each day since."""
    day = date.fromisoformat(digest.told_on) + _DAY if digest.told_on else newest
    return datetime.combine(day, time.fromisoformat(digest.at), ZoneInfo(digest.zone)).astimezone(UTC)
