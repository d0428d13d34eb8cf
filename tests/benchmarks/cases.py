"""What a click may ask of a list, by name."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

from models.domain.filters import EVERYTHING, Edge, ListState, TaskFilter
from models.domain.lifecycle import Status
from models.tables.accounts import Group
from models.tables.tasks import Task
from models.tasks import counts, pages
from tests.benchmarks.surroundings.generator import NOW, USERS

Case = Callable[[], Awaitable[object]]
ZONE = ZoneInfo("Asia/Kolkata")  # its days begin at half past six of the day before: no day is a UTC day
_SIZE = 20


async def cases(size: int, dice: Random) -> dict[str, Case]:
    """Every case on an open database of so many tasks."""
    filters = await _filters(dice, size)
    shown = {
        f"page, {name}": _page(lambda wanted=wanted: ListState(filter=wanted()))
        for name, wanted in filters.items()
    }
    totals = {f"total, {name}": _count(wanted) for name, wanted in filters.items()}
    return {**shown, **(await _deep(size, dice)), **totals, "waiting count": _waiting}


async def _filters(dice: Random, size: int) -> dict[str, Callable[[], TaskFilter]]:
    """The seven, and all at once; a new one each time where that makes a difference."""
    sample = [await Task.get(id=dice.randint(1, size)).select_related("account", "group") for _ in range(20)]
    groups = await Group.all().order_by("id").values_list("name", flat=True)

    def one_of_all() -> TaskFilter:
        task = dice.choice(sample)
        day = task.created_at.astimezone(ZONE).date()
        return TaskFilter(
            statuses=(task.status,), types=(task.type,), groups=(task.group.name,), account=task.account.login,
            users=(task.operation_user,), task_id=task.id, since=day, until=day,
        )  # fmt: skip

    def some_days() -> TaskFilter:
        until = (NOW - timedelta(days=dice.randint(0, 250))).date()
        return TaskFilter(since=until - timedelta(days=dice.randint(0, 90)), until=until)

    return {
        "newest": lambda: EVERYTHING,
        "status waiting": lambda: TaskFilter(statuses=(Status.WAITING,)),
        "status ended": lambda: TaskFilter(statuses=(Status.ENDED,)),
        "status no proxy": lambda: TaskFilter(statuses=(Status.NO_PROXY,)),
        "two statuses": lambda: TaskFilter(statuses=(Status.TIMED_OUT, Status.NO_PROXY)),
        "type": lambda: TaskFilter(types=(dice.choice(("check", "create_bm", "authorize_bm_invitation")),)),
        "group, busiest": lambda: TaskFilter(groups=(str(groups[0]),)),
        "group, any": lambda: TaskFilter(groups=(str(dice.choice(groups)),)),
        "account by login": lambda: TaskFilter(account=dice.choice(sample).account.login),
        "account by user id": lambda: TaskFilter(account=dice.choice(sample).account.user_id),
        "user, busiest": lambda: TaskFilter(users=("U1001",)),
        "user, any": lambda: TaskFilter(users=(f"U{1000 + dice.randint(1, USERS)}",)),
        "task id": lambda: TaskFilter(task_id=dice.randint(1, size)),
        "created, 1 week": lambda: TaskFilter(span="1w"),
        "created, 30 days": lambda: TaskFilter(span="30d"),
        "created, some days": some_days,
        "all seven": one_of_all,
    }


async def _deep(size: int, dice: Random) -> dict[str, Case]:
    """By number and from an edge, far from both ends."""
    last = -(-size // _SIZE)
    at = (
        await Task.all()
        .order_by("-created_at", "-id")
        .offset(last // 2 * _SIZE)
        .first()
        .values("id", "created_at")
    )

    def edge(*, after: bool) -> ListState:
        return ListState(
            page=last // 2, edge=Edge(after=after, created_at=at["created_at"], task_id=at["id"])
        )

    ended, busy = TaskFilter(statuses=(Status.ENDED,)), TaskFilter(groups=("group-1",), types=("check",))
    return {
        "next, deep inside": _page(lambda: edge(after=True)),
        "previous, deep inside": _page(lambda: edge(after=False)),
        "page 5,000 (or the middle)": _page(lambda: ListState(page=min(5_000, last // 2))),
        "middle page": _page(lambda: ListState(page=last // 2)),
        "random page": _page(lambda: ListState(page=dice.randint(1, last))),
        "random page, ended": _page(lambda: ListState(page=dice.randint(1, int(last * 0.85)), filter=ended)),
        "random page, type": _page(
            lambda: ListState(page=dice.randint(1, last // 3), filter=TaskFilter(types=("check",)))
        ),
        "random page, group+type": _page(
            lambda: ListState(page=dice.randint(1, max(1, last // 20)), filter=busy)
        ),
        "random page, 30 days": _page(
            lambda: ListState(page=dice.randint(1, last // 13), filter=TaskFilter(span="30d"))
        ),
        "random page, user": _page(
            lambda: ListState(page=dice.randint(1, last // 8), filter=TaskFilter(users=("U1001",)))
        ),
        "last page": _page(lambda: ListState(page=last)),
    }


def _page(sheet: Callable[[], ListState]) -> Case:
    return lambda: pages.page(sheet(), zone=ZONE, now=NOW)


def _count(wanted: Callable[[], TaskFilter]) -> Case:
    return lambda: pages.count(wanted(), zone=ZONE, now=NOW)


async def _waiting() -> int:
    return await counts.total(TaskFilter(statuses=(Status.WAITING,)))
