"""The accounts as people look at them: a page of the list, and everything of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from models.accounts import holds
from models.accounts.holds import Hold
from models.accounts.records import called
from models.domain.filters import RosterFilter
from models.domain.lifecycle import LIVE, LoginStatus, Status
from models.tables.accounts import Account, Group
from models.tables.tasks import Attempt, Task

PAGE = 20  # accounts
_TIMELINE, _QUEUE = 8, 20  # changes of the login status, waiting tasks: as many as a card shows
_LOOKED_AT = 200  # attempts that the timeline is made of


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One account of the list."""

    account: Account  # with its group and proxy
    waiting: int
    hold: Hold | None


@dataclass(frozen=True, kw_only=True)
class RosterPage:
    """Accounts by login, and the numbers around them."""

    rows: tuple[RosterRow, ...]
    total: int
    page: int
    pages: int
    held: int  # of all accounts


async def page(wanted: RosterFilter) -> RosterPage:
    """The page a filter asks for; a page beyond the last is the last."""
    found = _matching(wanted)
    total = await found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, wanted.page), pages)
    shown = (
        await found.order_by("login")
        .offset((number - 1) * PAGE)
        .limit(PAGE)
        .prefetch_related("group", "proxy")
    )
    ids = [account.id for account in shown]
    waiting, held = await _waiting(ids), await holds.of(ids)
    return RosterPage(
        rows=tuple(
            RosterRow(account=one, waiting=waiting.get(one.id, 0), hold=held.get(one.id)) for one in shown
        ),
        total=total,
        page=number,
        pages=pages,
        held=await holds.count(),
    )


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A login status, since which attempt it was seen so."""

    status: LoginStatus
    at: datetime
    task_id: int


@dataclass(frozen=True, kw_only=True)
class AccountSheet:
    """Everything of one account but its secrets."""

    account: Account  # with its group and proxy
    hold: Hold | None
    timeline: tuple[Seen, ...]  # changes only, newest first
    live: int | None  # the task that runs now
    queue: tuple[int, ...]  # the first tasks that wait, oldest first
    waiting: int
    note_link: str  # of the newest status note


async def sheet(account_id: int) -> AccountSheet | None:
    """One account; None when there is none."""
    account = await Account.get_or_none(id=account_id).prefetch_related("group", "proxy")
    if account is None:
        return None
    own = Task.filter(account_id=account_id)
    queue = own.filter(status=Status.WAITING).order_by("id")
    live = await own.filter(status__in=LIVE).first()
    noted = await own.exclude(note_link="").order_by("-ended_at").first()
    return AccountSheet(
        account=account,
        hold=(await holds.of([account_id])).get(account_id),
        timeline=await _timeline(account_id),
        live=live.id if live else None,
        queue=tuple([task.id for task in await queue.limit(_QUEUE)]),
        waiting=await queue.count(),
        note_link=noted.note_link if noted else "",
    )


async def named(names: Sequence[str]) -> Mapping[str, Account | None]:
    """Accounts by login or user id, exactly; None for a name that nobody has, or more than one."""
    found = await Account.filter(called(*names))
    by_name: dict[str, Account | None] = {}
    for name in names:
        same = [one for one in found if one.login == name] or [one for one in found if one.user_id == name]
        by_name[name] = same[0] if len(same) == 1 else None
    return by_name


async def _waiting(account_ids: Sequence[int]) -> dict[int, int]:
    counted = await (
        Task.filter(account_id__in=account_ids, status=Status.WAITING)
        .annotate(n=Count("id"))
        .group_by("account_id")
        .values("account_id", "n")
    )
    return {row["account_id"]: int(row["n"]) for row in counted}


async def _timeline(account_id: int) -> tuple[Seen, ...]:
    """The last changes of the login status: of attempts that saw the same one after another, the first."""
    attempts = (
        await Attempt.filter(task__account_id=account_id, ended_at__isnull=False)
        .exclude(login_status=LoginStatus.UNKNOWN)
        .order_by("-ended_at")
        .limit(_LOOKED_AT)
        .values("login_status", "ended_at", "task_id")
    )
    changes: list[Seen] = []
    for one in attempts:
        seen = Seen(status=LoginStatus(one["login_status"]), at=one["ended_at"], task_id=one["task_id"])
        if changes and changes[-1].status == seen.status:
            changes[-1] = seen
        elif len(changes) < _TIMELINE:
            changes.append(seen)
        else:
            break
    return tuple(changes)


def _matching(wanted: RosterFilter) -> QuerySet[Account]:
    found = Account.all()
    if wanted.held:
        found = found.filter(id__in=Subquery(Hold.filter(released_at=None).values("account_id")))
    if wanted.group:
        found = found.filter(group_id__in=Subquery(Group.filter(name=wanted.group).values("id")))
    return found
