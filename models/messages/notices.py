"""Which direct messages each person wants about their own matters, and their daily summary, once a day by their clock."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tortoise import fields
from tortoise.models import Model

from models.domain.text import SHORT
from models.domain.triage.outcome import Outcome
from models.domain.values.notices import Notice, NoticeDetail, OwnDay
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import rows, transaction, write_first
from models.tables.values import value_of

_DAY = timedelta(days=1)
_NAMED = 5  # accounts
_HELD = (
    "FROM hold JOIN account ON account.id = hold.account_id WHERE hold.released_at IS NULL AND hold.by = '' "
    "AND (hold.passed_to = :person OR (hold.passed_to = '' AND account.owner = :person))"
)


class NoticeChoice(Model):
    """What one person wants."""

    id = fields.IntField(primary_key=True)
    person = fields.CharField(SHORT, unique=True)
    batches = fields.BooleanField(default=True, db_default=True)
    accounts = fields.BooleanField(default=True, db_default=True)
    schedules = fields.BooleanField(default=True, db_default=True)
    daily_at = fields.CharField(5, default="", db_default="")  # 08:00; empty: no summary
    zone = fields.CharField(SHORT, default="UTC", db_default="UTC")
    told_on = fields.CharField(10, default="", db_default="")  # the last day whose summary was asked for

    class Meta:
        table = "notice_choice"


async def of(person: str) -> NoticeDetail:
    """What this person wants."""
    choice = await NoticeChoice.get_or_none(person=person)
    return value_of(NoticeDetail, choice) if choice else NoticeDetail()


async def wants(person: str, notice: Notice) -> bool:
    """Whether this may come to them as a direct message. Whoever tells of a schedule that failed asks this first."""
    return (await of(person)).wants(notice)


async def choose(person: str, wanted: NoticeDetail, *, now: datetime) -> None:
    """Write what this person wants; a daily summary comes from its next time on."""
    local = now.astimezone(ZoneInfo(wanted.zone))
    values = {
        name: getattr(wanted, name) for name in ("batches", "accounts", "schedules", "daily_at", "zone")
    }

    async def body() -> None:
        await write_first()
        before = await of(person)
        if wanted.daily_at and (before.daily_at, before.zone) != (wanted.daily_at, wanted.zone):
            values["told_on"] = _newest(wanted.daily_at, local)
        await NoticeChoice.update_or_create(values, person=person)

    await transaction(body, is_anew_on_conflict=True)


async def due(*, now: datetime) -> int:
    """Ask for the summary of everybody whose time has come, once a day each; return how many."""
    asked = 0
    for choice in await NoticeChoice.exclude(daily_at=""):
        newest = _newest(choice.daily_at, now.astimezone(ZoneInfo(choice.zone)))
        if choice.told_on != newest:

            async def body(choice: NoticeChoice = choice, newest: str = newest) -> int:
                own = NoticeChoice.filter(id=choice.id, told_on=choice.told_on)
                # A later day: the clock was set back since, and today's may have been sent.
                is_owed = await own.update(told_on=newest) and choice.told_on < newest
                if is_owed:
                    await outbox.enqueue(MessageKind.MY_DAY, choice.id, now=now)
                return int(is_owed)

            asked += await transaction(body)
    return asked


async def whose(number: int) -> str:
    """Whose summary this is; empty where they want none any more."""
    choice = await NoticeChoice.get_or_none(id=number)
    return choice.person if choice and choice.daily_at else ""


async def own_day(person: str, *, now: datetime) -> OwnDay:
    """What ended of this person's tasks within a day, and which accounts on hold wait for them."""
    ended = await rows(
        "SELECT outcome, COUNT(*) AS n FROM task WHERE operation_user = :person AND ended_at > :since AND ended_at <= :now "
        "AND outcome <> '' GROUP BY outcome",
        person=person,
        since=now - _DAY,
        now=now,
    )
    counted = await rows(f"SELECT COUNT(*) AS n {_HELD}", person=person)
    named = await rows(
        f"SELECT account.login {_HELD} ORDER BY hold.id LIMIT :most",
        person=person,
        most=_NAMED,
    )
    by_outcome = {row["outcome"]: int(row["n"]) for row in ended}
    return OwnDay(
        ended={outcome: by_outcome[outcome] for outcome in Outcome if outcome in by_outcome},
        held=tuple(row["login"] for row in named),
        held_count=int(counted[0]["n"]),
    )


async def channel_of_hold(hold_id: int) -> str:
    """The conversation of the batch whose task met an account's hold; empty where none did."""
    found = await rows(
        "SELECT batch.channel FROM hold JOIN task ON task.id = hold.task_id JOIN batch ON batch.id = task.batch_id "
        "WHERE hold.id = :id",
        id=hold_id,
    )
    return str(found[0]["channel"]) if found else ""


async def channel_of_task(task_id: int) -> str:
    """The conversation of a task's batch."""
    found = await rows(
        "SELECT batch.channel FROM task JOIN batch ON batch.id = task.batch_id WHERE task.id = :id",
        id=task_id,
    )
    return str(found[0]["channel"]) if found else ""


def _newest(at: str, local: datetime) -> str:
    """The last day whose time has come by this moment."""
    day = local.date() if at <= f"{local:%H:%M}" else local.date() - _DAY
    return f"{day}"
