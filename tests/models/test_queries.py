"""Pages and numbers against a plain list: on random tasks, every filter shows exactly what it says, on both databases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import orders, pages, queries, tally
from models.filters import EVERYTHING, Sheet, TaskFilter
from models.lifecycle import LIVE, Status
from models.secrets import Sealer
from models.tables import Account, Batch, Group, Task
from models.task_types import TASK_TYPES
from tests.factories import claimed, ended, some_accounts, waiting_tasks
from tests.models.examples import ExampleDatabase

_ZONE, _NOW = (
    ZoneInfo("America/Sao_Paulo"),
    datetime(2018, 11, 6, 1, 30, tzinfo=UTC),
)  # two days after its clocks changed
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
    created_at=st.integers(0, 8 * 24 * 4).map(lambda quarters: _NOW - timedelta(minutes=15 * quarters)),
)
_days = st.none() | st.dates(date(2018, 10, 28), date(2018, 11, 7))
_filters = st.builds(
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
_sheets = st.builds(Sheet, filter=_filters, page=st.integers(1, 4), size=st.sampled_from((10, 20)))


def _matches(wanted: TaskFilter, task_id: int, one: Made) -> bool:
    return (
        (not wanted.statuses or one.status in wanted.statuses)
        and wanted.type in ("", one.type)
        and wanted.group in ("", _GROUPS[one.group])
        and wanted.account in ("", *filter(None, _ACCOUNTS[one.account]))
        and wanted.by in ("", one.by)
        and wanted.task_id in (None, task_id)
        and _on_its_day(wanted, one.created_at.astimezone(_ZONE).date())
    )


def _on_its_day(wanted: TaskFilter, day: date) -> bool:
    ago = (_NOW.astimezone(_ZONE).date() - day).days
    spans = {"today": ago == 0, "yesterday": ago == 1, "1w": 0 <= ago <= 6, "30d": 0 <= ago <= 29}
    between = (wanted.since or date.min) <= day <= (wanted.until or date.max)
    return spans[wanted.span] if wanted.span else between


async def _write(made: list[Made]) -> dict[int, Made]:
    """The tasks in the tables, by id; an account's second live one waits, for there can be no two."""
    await Group.bulk_create([Group(id=n, name=name) for n, name in enumerate(_GROUPS, 1)])
    await Account.bulk_create(
        [Account(id=n, login=login, user_id=user, group_id=1) for n, (login, user) in enumerate(_ACCOUNTS, 1)]
    )
    await Batch.create(id=1, kind="create", by="U0ANA", size=len(made), channel="C", created_at=_NOW)
    await Task.bulk_create(
        [
            Task(
                id=n, type=one.type, account_id=one.account + 1, group_id=one.group + 1, batch_id=1,
                status=one.status, operation_user=one.by, created_at=one.created_at,
            )
            for n, one in enumerate(made, 1)
        ]
    )  # fmt: skip
    await tally.rebuild()
    return dict(enumerate(made, 1))


def _possible(made: list[Made]) -> list[Made]:
    """Without the second live task of an account."""
    live: set[int] = set()
    kept: list[Made] = []
    for one in made:
        if one.status in LIVE and one.account in live:
            continue
        live |= {one.account} if one.status in LIVE else set()
        kept.append(one)
    return kept


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(_made, max_size=25).map(_possible), sheet=_sheets)
def test_a_page_shows_what_the_filter_says(examples: ExampleDatabase, made: list[Made], sheet: Sheet) -> None:
    examples.empty()
    tasks = examples.run(_write(made))
    wanted = [n for n, one in tasks.items() if _matches(sheet.filter, n, one)]
    newest = sorted(wanted, key=lambda n: (tasks[n].created_at, n), reverse=True)

    page = examples.run(pages.page(sheet, zone=_ZONE, now=_NOW))

    last = max(1, (len(wanted) + sheet.size - 1) // sheet.size)
    shown = min(sheet.page, last)
    assert (page.total, page.pages, page.page) == (len(wanted), last, shown)
    assert [row.id for row in page.rows] == newest[(shown - 1) * sheet.size : shown * sheet.size]
    assert page.waiting == sum(one.status is Status.WAITING for one in made)
    everything = examples.run(pages.matching_ids(sheet.filter, zone=_ZONE, now=_NOW, most=15))
    assert everything == newest[:15]


async def test_a_page_beyond_the_last_is_the_last(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(23, sealer)

    page = await pages.page(Sheet(page=10**9, size=10), zone=_ZONE, now=now)

    assert (page.page, page.pages, page.total) == (3, 3, 23)
    assert [row.id for row in page.rows] == ids[2::-1]


async def test_an_empty_list_is_one_empty_page(database: str, now: datetime) -> None:
    page = await pages.page(Sheet(page=7), zone=_ZONE, now=now)

    assert (page.rows, page.page, page.pages, page.total, page.waiting) == ((), 1, 1, 0, 0)


async def test_the_pages_together_are_the_list(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(23, sealer)

    turned = [await pages.page(Sheet(page=n, size=10), zone=_ZONE, now=now) for n in (1, 2, 3)]

    assert [row.id for page in turned for row in page.rows] == ids[::-1]


async def test_the_waiting_count_is_of_all_tasks_whatever_the_filter(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    ids = await waiting_tasks(3, sealer)
    await ended(ids[0])

    page = await pages.page(Sheet(filter=TaskFilter(task_id=ids[0])), zone=_ZONE, now=now)

    assert (page.total, page.waiting) == (1, 2)


async def test_a_batchs_tasks_are_counted_by_status(database: str, sealer: Sealer) -> None:
    ids = await waiting_tasks(4, sealer)
    await ended(ids[0])
    await claimed(ids[1])
    batch = (await Task.get(id=ids[0]).select_related("batch")).batch

    counts = await queries.batch_counts(batch.id)

    assert counts == {Status.WAITING: 2, Status.STARTING: 1, Status.ENDED: 1}


async def test_the_next_of_an_account_is_its_oldest_waiting_task(
    database: str, sealer: Sealer, now: datetime
) -> None:
    first, second = *await waiting_tasks(1, sealer), *await waiting_tasks(1, sealer)
    (account,) = await some_accounts(1, sealer)
    assert await queries.next_waiting(account.id) == [first]

    await orders.cancel([first], by="U0ANA", now=now)

    assert await queries.next_waiting(account.id) == [second]
    assert await queries.next_waiting(9999) == []


async def test_the_card_says_what_a_task_waits_for(database: str, sealer: Sealer) -> None:
    ids = [(await waiting_tasks(1, sealer))[0] for _ in range(3)]
    await claimed(ids[0])

    sheet = await queries.task_sheet(ids[2])

    assert sheet is not None
    assert (sheet.blocker, sheet.ahead, sheet.group, sheet.account.login) == (ids[0], 1, "emea", "emea00")


async def test_the_card_shows_every_attempt_oldest_first(sqlite: str, sealer: Sealer, now: datetime) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    for _ in range(3):
        await ended(task_id)
        await orders.repeat([task_id], by="U0ANA", batch_id=None, now=now)

    sheet = await queries.task_sheet(task_id)

    assert sheet is not None
    assert [one.number for one in sheet.attempts] == [1, 2, 3, 4]
    assert set(sheet.links) == {one.id for one in sheet.attempts[:3]}


async def test_there_is_no_card_of_no_task(sqlite: str) -> None:
    assert await queries.task_sheet(4711) is None
    assert await queries.task_rows([]) == ()


async def test_accounts_are_offered_by_part_of_the_login_or_begin_of_the_user_id(
    database: str, sealer: Sealer
) -> None:
    await some_accounts(12, sealer)

    async def offered(typed: str) -> list[str]:
        return [account.login for account in await queries.accounts_like(typed, most=5)]

    assert await offered("EA0") == [f"emea0{n}" for n in range(5)]
    assert await offered("10000011") == ["emea11"]
    assert await offered("0000011") == []
    assert await offered("") == [f"emea0{n}" for n in range(5)]
    assert await offered("%") == []


async def test_groups_are_offered_in_order(sqlite: str, sealer: Sealer) -> None:
    await some_accounts(1, sealer, group="north america")
    await some_accounts(1, sealer, group="emea")

    assert await queries.groups() == ["emea", "north america"]


def test_a_filter_that_asks_nothing_is_empty() -> None:
    assert EVERYTHING.is_empty
    assert not TaskFilter(task_id=0).is_empty
