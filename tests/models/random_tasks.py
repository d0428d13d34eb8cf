"""Random tasks and filters, and which of them a filter means, said once more in plain Python."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from models.domain.filters import TaskFilter
from models.domain.lifecycle import LIVE, OVER, LoginStatus, Status
from models.domain.task_types import TASK_TYPES
from models.domain.triage.outcome import FAILED, Outcome
from models.domain.triage.standings import standing_of
from models.tables.accounts import Account, Group
from models.tables.tasks import Batch, BatchItem, Task
from models.tasks import counts

# Two days after its clocks changed.
ZONE, NOW = ZoneInfo("America/Sao_Paulo"), datetime(2018, 11, 6, 1, 30, tzinfo=UTC)
_PEOPLE, _GROUPS = ("U0ANA", "U0BEN", ""), ("emea", "north america", "Emea")
# The second one's login is the first one's user id: both are meant by it.
_ACCOUNTS = (("ann", "1001"), ("1001", "1002"), ("Ann", ""), ("böb 🦊", "ann2"))
_OWNERS = ("U0ANA", "", "U0CAT", "U0BEN")
_OPERATION, _OPERATED = 2, (2, 3, 5)  # an operation's number, and the tasks it has frozen
_STATUSES, _TYPES = st.sampled_from(Status), st.sampled_from(sorted(TASK_TYPES))


@dataclass(frozen=True)
class Made:
    """A task as the plain list knows it."""

    account: int
    group: int
    type: str
    status: Status
    outcome: Outcome | None
    login: LoginStatus
    by: str
    created_at: datetime


def _stood(status: Status) -> st.SearchStrategy[Outcome | None]:
    return st.sampled_from(Outcome) if status in OVER - {Status.CANCELED} else st.none()


def _made_in(status: Status, outcome: Outcome | None) -> st.SearchStrategy["Made"]:
    return st.builds(
        Made,
        status=st.just(status),
        outcome=st.just(outcome),
        account=st.integers(0, len(_ACCOUNTS) - 1),
        group=st.integers(0, len(_GROUPS) - 1),
        type=_TYPES,
        login=st.sampled_from(LoginStatus),
        by=st.sampled_from(_PEOPLE),
        created_at=st.integers(0, 8 * 24 * 4).map(lambda quarters: NOW - timedelta(minutes=15 * quarters)),
    )


_made = _STATUSES.flatmap(lambda status: _stood(status).flatmap(lambda outcome: _made_in(status, outcome)))
_first, _last = date(2018, 10, 28), date(2018, 11, 7)
_times = st.datetimes(datetime.combine(_first, time()), datetime.combine(_last, time()))
_days = st.none() | st.dates(_first, _last) | _times.map(lambda at: at.replace(second=0, microsecond=0))
filters = st.builds(
    TaskFilter,
    statuses=st.just(()) | st.sets(_STATUSES, max_size=4).map(tuple),
    outcomes=st.just(()) | st.just(FAILED) | st.sets(st.sampled_from(Outcome), max_size=2).map(tuple),
    logins=st.just(()) | st.sets(st.sampled_from(LoginStatus), max_size=2).map(tuple),
    types=st.just(()) | st.sets(_TYPES, max_size=2).map(tuple),
    groups=st.just(()) | st.sets(st.sampled_from((*_GROUPS, "nobody's")), max_size=2).map(tuple),
    account=st.just("") | st.sampled_from(("ann", "1001", "1002", "ANN", "an", "böb 🦊", "%", "'; --")),
    users=st.just(()) | st.sets(st.sampled_from(("U0ANA", "U0BEN", "U0CAT")), max_size=2).map(tuple),
    mine=st.just("") | st.sampled_from(("U0ANA", "U0CAT")),
    batch=st.none() | st.integers(0, 3),
    task_id=st.none() | st.integers(0, 12) | st.just(2**31 - 1),
    span=st.just("") | st.sampled_from(("today", "yesterday", "1w", "30d", "36h", "90m", "00:30", "23:45")),
    since=_days,
    until=_days,
)


def matches(wanted: TaskFilter, task_id: int, task: Made) -> bool:
    return (
        (not wanted.statuses or task.status in wanted.statuses)
        and (not wanted.outcomes or task.outcome in wanted.outcomes)
        and (not wanted.logins or task.login in wanted.logins)
        and (not wanted.types or task.type in wanted.types)
        and (not wanted.groups or _GROUPS[task.group] in wanted.groups)
        and wanted.account in ("", *filter(None, _ACCOUNTS[task.account]))
        and (not wanted.users or task.by in wanted.users)
        and wanted.mine in ("", task.by, _OWNERS[task.account])
        and (wanted.batch is None or wanted.batch in ((1, _OPERATION) if task_id in _OPERATED else (1,)))
        and wanted.task_id in (None, task_id)
        and _in_time(wanted, task.created_at)
    )


def _in_time(wanted: TaskFilter, at: datetime) -> bool:
    local, now = at.astimezone(ZONE), NOW.astimezone(ZONE)
    ago = (now.date() - local.date()).days
    spans = {"today": ago == 0, "yesterday": ago == 1, "1w": 0 <= ago <= 6, "30d": 0 <= ago <= 29}
    spans |= {"36h": NOW - at <= timedelta(hours=36), "90m": NOW - at <= timedelta(minutes=90)}
    # It is half past eleven in the evening there.
    spans |= {"00:30": local >= _at(now, 0, 30), "23:45": local >= _at(now - timedelta(days=1), 23, 45)}
    if wanted.span:
        return spans[wanted.span]
    first = wanted.since is None or _after(local, wanted.since)
    return first and (wanted.until is None or _before(local, wanted.until))


def _at(day: datetime, hour: int, minute: int) -> datetime:
    return day.replace(hour=hour, minute=minute)


def _after(local: datetime, since: date) -> bool:
    return (
        local.astimezone(UTC) >= since.replace(tzinfo=ZONE).astimezone(UTC)
        if isinstance(since, datetime)
        else local.date() >= since
    )


def _before(local: datetime, until: date) -> bool:
    return (
        local.astimezone(UTC) < until.replace(tzinfo=ZONE).astimezone(UTC)
        if isinstance(until, datetime)
        else local.date() <= until
    )


async def write(tasks: list[Made], *, folded: int) -> dict[int, Made]:
    """The tasks in the tables, by id; an account's second live one waits, for there can be no two."""
    await Group.bulk_create([Group(id=n, name=name) for n, name in enumerate(_GROUPS, 1)])
    await Account.bulk_create(
        [
            Account(id=n, login=login, user_id=user, group_id=1, owner=_OWNERS[n - 1])
            for n, (login, user) in enumerate(_ACCOUNTS, 1)
        ]
    )
    await Batch.create(id=1, kind="create", by="U0ANA", size=len(tasks), channel="C", created_at=NOW)
    await BatchItem.all().delete()
    await BatchItem.bulk_create([BatchItem(batch_id=_OPERATION, task_id=n) for n in _OPERATED])
    await Task.bulk_create(
        [
            Task(
                id=n, type=task.type, account_id=task.account + 1, group_id=task.group + 1, batch_id=1,
                status=task.status, outcome=task.outcome or "", login_status=task.login, operation_user=task.by, created_at=task.created_at,
            )
            for n, task in enumerate(tasks, 1)
        ]
    )  # fmt: skip
    changes = [
        counts.Change(
            group_id=task.group + 1,
            type=task.type,
            status=standing_of(task.status, task.outcome or ""),
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
