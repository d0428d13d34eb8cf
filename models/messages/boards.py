"""Live lists: lists that stay in Slack and refresh themselves, a shared message or somebody's Home tab.

A list is live for a while after it was used. Slack lets an app change 50 messages and publish 100 Home tabs a
minute, so only so many are live at a time: those used last. A paused list says so, and why.
"""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from datetime import datetime, timedelta

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.domain.text import LONG, SHORT
from models.domain.values.boards import IDLE, PLACES, BoardKind
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.sql import transaction

EVERY = timedelta(seconds=6)  # a live list is refreshed at most this often, if its tasks moved
LOOK_AGAIN = timedelta(seconds=3)  # after a look at which nothing had moved
_APART = timedelta(minutes=1)  # clocks of several machines are nearer to each other
NEWS = timedelta(seconds=60)  # how long a Home tab shows an answer


class Board(Model):
    """One live list: where it is, what it shows, and when somebody used it."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(255, unique=True)  # of the click that made it, or the Home's owner: made once
    owner = fields.CharField(SHORT)  # for whom it is drawn: who used it last, or whose Home it is
    channel = fields.CharField(SHORT, default="")  # empty for a Home
    ts = fields.CharField(SHORT, default="")  # its message's; empty until Slack has answered, and for a Home
    sheet = fields.CharField(LONG, default="")  # the list it shows, as the conversation writes it
    zone = fields.CharField(SHORT)  # whose days its filter means
    live = fields.BooleanField(default=True)
    used_at = fields.DatetimeField()
    allowed = fields.CharField(
        LONG, default="", db_default=""
    )  # of former versions; what somebody may do is asked for at each drawing
    digest = fields.CharField(64, default="")  # of what was drawn last
    news = fields.TextField(default="")  # a Home has nobody to answer below: blocks as JSON
    news_until = fields.DatetimeField(null=True)

    class Meta:
        table = "board"
        indexes = (Index(fields=["channel", "ts"]),)

    @property
    def kind(self) -> BoardKind:
        return "board" if self.channel else "home"

    def is_idle(self, now: datetime) -> bool:
        return self.used_at < now - IDLE


async def share(key: str, *, owner: str, channel: str, sheet: str, zone: str, now: datetime) -> bool:
    """Ask for a list to be posted in a channel; False when this click did so already."""

    async def body() -> bool:
        board = Board(key=key, owner=owner, channel=channel, sheet=sheet, zone=zone, used_at=now)
        await Board.bulk_create([board], ignore_conflicts=True)
        stored = await Board.get(key=key)
        is_new = stored.used_at == now and not stored.ts
        if is_new:
            await _wake(stored, now=now, after=timedelta())
        return is_new

    return await transaction(body)


async def home(owner: str, *, zone: str, now: datetime, sheet: str | None = None, first: str = "") -> Board:
    """Somebody's Home tab, used now, with another list or the one they left; opened first, it is created with ``first``."""

    async def body() -> Board:
        board = Board(key=f"home:{owner}", owner=owner, zone=zone, used_at=now, sheet=first)
        await Board.bulk_create([board], ignore_conflicts=True)
        shown = {} if sheet is None else {"sheet": sheet}
        await Board.filter(key=board.key).update(used_at=now, live=True, zone=zone, **shown)
        stored = await Board.get(key=board.key)
        await _wake(stored, now=now, after=LOOK_AGAIN)
        return stored

    return await transaction(body)


async def get(board_id: int) -> Board | None:
    """The board with this id; None when it is gone."""
    return await Board.get_or_none(id=board_id)


async def at_message(channel: str, ts: str) -> Board | None:
    """The live list in this message; None when there is none."""
    return await Board.get_or_none(channel=channel, ts=ts) if channel and ts else None


async def turn(board: Board, sheet: str, *, by: str, now: datetime) -> Board:
    """Somebody used the board: it shows this list now, stays live, and is drawn for them from now on."""

    async def body() -> Board:
        await Board.filter(id=board.id).update(sheet=sheet, owner=by, used_at=now, live=True)
        await _wake(board, now=now, after=LOOK_AGAIN)
        return await Board.get(id=board.id)

    return await transaction(body)


async def show_notice(owner: str, news: str, *, now: datetime) -> bool:
    """Show an answer (blocks as JSON) on somebody's Home tab for a while; False when they have none."""

    async def body() -> bool:
        home = Board.filter(key=f"home:{owner}")
        if not await home.update(news=news, news_until=now + NEWS, used_at=now, live=True):
            return False
        await _wake(await Board.get(key=f"home:{owner}"), now=now, after=timedelta())
        return True

    return await transaction(body)


async def pause_if_idle(board: Board, *, now: datetime) -> Board:
    """Pause a live list that nobody used for a while; return it as it is now."""
    await Board.filter(id=board.id, live=True, used_at__lt=now - IDLE).update(live=False)
    return await Board.get_or_none(id=board.id) or board


async def pause(board: Board) -> None:
    """Draw it no more until somebody uses it."""
    await Board.filter(id=board.id).update(live=False)


async def posted(board: Board, *, ts: str, digest: str) -> None:
    """Slack has the board's message."""
    await Board.filter(id=board.id).update(ts=ts, digest=digest)


async def rendered(board: Board, *, digest: str) -> None:
    """The board shows what has this digest."""
    await Board.filter(id=board.id).update(digest=digest)


async def bring_forward(*, now: datetime) -> int:
    """Lists used later than now, before the clock was set back, count as used now, and their answers are over."""
    await Board.filter(news_until__gt=now + 2 * NEWS).update(news_until=now)
    return await Board.filter(used_at__gt=now + _APART).update(used_at=now)


async def forget(board: Board) -> None:
    """Its message is gone, or its channel."""
    await Board.filter(id=board.id).delete()


async def _wake(board: Board, *, now: datetime, after: timedelta) -> None:
    """Have it refreshed, and pause those that were used before the last few."""
    same_kind = (
        Board.filter(live=True, channel="")
        if board.kind == "home"
        else Board.filter(live=True).exclude(channel="")
    )
    kept = await same_kind.order_by("-used_at", "-id").limit(PLACES[board.kind]).values_list("id", flat=True)
    await same_kind.exclude(id__in=list(kept)).update(live=False)
    await outbox.enqueue(MessageKind(board.kind), board.id, now=now, after=after)
    await outbox.hurry(MessageKind(board.kind), board.id, due_at=now + after)
