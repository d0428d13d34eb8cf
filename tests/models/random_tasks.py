"""Random tasks and filters, and which of them a filter means, said once more in plain Python."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from models.domain.filters import TaskFilter
from models.domain.lifecycle import LIVE, Status
from models.domain.task_types import TASK_TYPES
from models.tables.accounts import Account, Group
from models.tables.tasks import Batch, Task
from models.tasks import counts

# Two days after its clocks changed.
ZONE, NOW = ZoneInfo("America/Sao_Paulo"), datetime(2018, 11, 6, 1, 30, tzinfo=UTC)
_PEOPLE, _GROUPS = ("U0ANA", "U0BEN", ""), ("emea", "north america", "Emea")
# The second one's login is the first one's user id: both are meant by it.
_ACCOUNTS = (("ann", "1001"), ("1001", "1002"), ("Ann", ""), ("böb 🦊", "ann2"))
_STATUSES, _TYPES = st.sampled_from(Status), st.sampled_from(sorted(TASK_TYPES))


@dataclass(frozen=True)
class Made:
    """A task as the plain list knows it."""

    account: int
    group: int
    type: str
    status: Status
    by: str
    created_at: datetime


_made = st.builds(
    Made,
    account=st.integers(0, len(_ACCOUNTS) - 1),
    group=st.integers(0, len(_GROUPS) - 1),
    type=_TYPES,
    status=_STATUSES,
    by=st.sampled_from(_PEOPLE),
    created_at=st.integers(0, 8 * 24 * 4).map(lambda quarters: NOW - timedelta(minutes=15 * quarters)),
)
_days = st.none() | st.dates(date(2018, 10, 28), date(2018, 11, 7))
filters = st.builds(
    TaskFilter,
    statuses=st.just(()) | st.sets(_STATUSES, max_size=4).map(tuple),
    type=st.just("") | _TYPES,
    group=st.just("") | st.sampled_from((*_GROUPS, "nobody's")),
    account=st.just("") | st.sampled_from(("ann", "1001", "1002", "ANN", "an", "böb 🦊", "%", "'; --")),
    by=st.just("") | st.sampled_from(("U0ANA", "U0BEN", "U0CAT")),
    task_id=st.none() | st.integers(0, 12) | st.just(2**31 - 1),
    span=st.just("") | st.sampled_from(("today", "yesterday", "1w", "30d")),
    since=_days,
    until=_days,
)


def matches(wanted: TaskFilter, task_id: int, task: Made) -> bool:
    return (
        (not wanted.statuses or task.status in wanted.statuses)
        and wanted.type in ("", task.type)
        and wanted.group in ("", _GROUPS[task.group])
        and wanted.account in ("", *filter(None, _ACCOUNTS[task.account]))
        and wanted.by in ("", task.by)
        and wanted.task_id in (None, task_id)
        and _on_its_day(wanted, task.created_at.astimezone(ZONE).date())
    )


def _on_its_day(wanted: TaskFilter, day: date) -> bool:
    ago = (NOW.astimezone(ZONE).date() - day).days
    spans = {"today": ago == 0, "yesterday": ago == 1, "1w": 0 <= ago <= 6, "30d": 0 <= ago <= 29}
    between = (wanted.since or date.min) <= day <= (wanted.until or date.max)
    return spans[wanted.span] if wanted.span else between


async def write(tasks: list[Made], *, folded: int) -> dict[int, Made]:
    """The tasks in the tables, by id; an account's second live one waits, for there can be no two."""
    await Group.bulk_create([Group(id=n, name=name) for n, name in enumerate(_GROUPS, 1)])
    await Account.bulk_create(
        [Account(id=n, login=login, user_id=user, group_id=1) for n, (login, user) in enumerate(_ACCOUNTS, 1)]
    )
    await Batch.create(id=1, kind="create", by="U0ANA", size=len(tasks), channel="C", created_at=NOW)
    await Task.bulk_create(
        [
            Task(
                id=n, type=task.type, account_id=task.account + 1, group_id=task.group + 1, batch_id=1,
                status=task.status, operation_user=task.by, created_at=task.created_at,
            )
            for n, task in enumerate(tasks, 1)
        ]
    )  # fmt: skip
    changes = [
        counts.Change(
            group_id=task.group + 1,
            type=task.type,
            status=task.status,
            created_at=task.created_at,
            by=task.by,
            n=1,
        )
        for task in tasks
    ]
    await counts.add(changes[:folded])
    await counts.fold()
    await counts.add(changes[folded:])
    return dict(enumerate(tasks, 1))


def _possible(tasks: list[Made]) -> list[Made]:
    """Without the second live task of an account."""
    live: set[int] = set()
    kept: list[Made] = []
    for task in tasks:
        if task.status in LIVE and task.account in live:
            continue
        live |= {task.account} if task.status in LIVE else set()
        kept.append(task)
    return kept


tasks = st.lists(_made, max_size=25).map(_possible)
