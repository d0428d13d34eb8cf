"""Pages against a plain list: on random tasks, every filter shows exactly what it says, on both databases."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.batches import create
from models.domain.filters import EVERYTHING, Edge, ListState, TaskFilter
from models.domain.lifecycle import Status
from models.domain.values.batches.requests import BatchRequest
from models.domain.values.rows import TaskPage
from models.secrets.sealing import Sealer
from models.tasks import pages
from tests.factories import ended, some_accounts, waiting_tasks
from tests.models import random_tasks
from tests.models.examples import ExampleDatabase
from tests.models.random_tasks import NOW, ZONE, Made, matches

_FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_FILTERS = 17  # asked of each random list of tasks: a thousand in all on either database
_sheets = st.builds(
    ListState, filter=random_tasks.filters, page=st.integers(1, 4), size=st.sampled_from((10, 20))
)


def _newest_first(tasks: dict[int, Made], wanted: TaskFilter) -> list[int]:
    matching = [n for n, task in tasks.items() if matches(wanted, n, task)]
    return sorted(matching, key=lambda n: (tasks[n].created_at, n), reverse=True)


@pytest.mark.parametrize("deep", [2, 1000])
@_FEW
@given(
    made=random_tasks.tasks,
    sheets=st.lists(_sheets, min_size=_FILTERS, max_size=_FILTERS),
    folded=st.integers(0, 25),
)
def test_a_page_shows_what_the_filter_says(
    examples: ExampleDatabase, deep: int, made: list[Made], sheets: list[ListState], folded: int
) -> None:
    examples.empty()
    tasks = examples.run(random_tasks.write(made, folded=folded))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "_DEEP", deep)  # so that a few rows are as deep as a million
        shown = [examples.run(pages.page(sheet, zone=ZONE, now=NOW)) for sheet in sheets]

    for sheet, page in zip(sheets, shown, strict=True):
        _shows_just_that(page, sheet, _newest_first(tasks, sheet.filter))
        assert page.waiting == sum(task.status is Status.WAITING for task in made)


def _shows_just_that(page: TaskPage, sheet: ListState, newest: list[int]) -> None:
    last = max(1, (len(newest) + sheet.size - 1) // sheet.size)
    number = min(sheet.page, last)
    assert (page.total, page.pages, page.page) == (len(newest), last, number)
    assert [row.id for row in page.rows] == newest[(number - 1) * sheet.size : number * sheet.size]


@_FEW
@given(made=random_tasks.tasks, wanted=random_tasks.filters, most=st.integers(1, 30))
def test_all_that_match_are_the_newest_of_them(
    sqlite_examples: ExampleDatabase, made: list[Made], wanted: TaskFilter, most: int
) -> None:
    sqlite_examples.empty()
    tasks = sqlite_examples.run(random_tasks.write(made, folded=0))

    ids = sqlite_examples.run(pages.matching_ids(wanted, zone=ZONE, now=NOW, most=most))

    assert ids == _newest_first(tasks, wanted)[:most]


async def _page(sheet: ListState) -> TaskPage:
    return await pages.page(sheet, zone=ZONE, now=NOW)


def _onward(page: TaskPage, *, after: bool) -> ListState:
    """Where Next (or Previous) leads from a page of ten."""
    row = page.rows[-1 if after else 0]
    edge = Edge(after=after, created_at=row.created_at, task_id=row.id)
    return ListState(size=10, page=page.page + (1 if after else -1), edge=edge)


async def _arrive(number: int, sealer: Sealer, *, now: datetime) -> None:
    accounts = await some_accounts(number, sealer, group="newcomers")
    asked = BatchRequest(type="check", account_ids=tuple(a.id for a in accounts), by="U0BEN", channel="C0OPS")
    await create.create(asked, now=now + timedelta(hours=1))


async def test_stepping_on_and_back_shows_every_row_once(database: str, sealer: Sealer) -> None:
    ids = await waiting_tasks(34, sealer)
    there = [await _page(ListState(size=10))]
    while there[-1].page < there[-1].pages:
        there.append(await _page(_onward(there[-1], after=True)))
    back = [there[-1]]
    while back[-1].page > 1:
        back.append(await _page(_onward(back[-1], after=False)))

    assert [row.id for page in there for row in page.rows] == ids[::-1]
    assert [row.id for page in back[::-1] for row in page.rows] == ids[::-1]


async def _walk(arrivals: list[int], sealer: Sealer, *, now: datetime) -> tuple[list[int], list[int]]:
    """Next and Next until the last page, while so many tasks arrive before each step. (what was there, what was seen)"""
    ids = await waiting_tasks(34, sealer)
    seen = await _page(ListState(size=10))
    shown = [row.id for row in seen.rows]
    for number in [*arrivals, 0, 0, 0]:
        if number:
            await _arrive(number, sealer, now=now)
        if seen.page < seen.pages:
            seen = await _page(_onward(seen, after=True))
            shown += [row.id for row in seen.rows]
    return ids, shown


@_FEW
@given(arrivals=st.lists(st.integers(0, 27), min_size=3, max_size=6))
def test_stepping_shows_every_row_once_whatever_arrives_meanwhile(
    examples: ExampleDatabase, sealer: Sealer, now: datetime, arrivals: list[int]
) -> None:
    examples.empty()

    ids, shown = examples.run(_walk(arrivals, sealer, now=now))

    assert shown == ids[::-1]


async def test_a_page_beyond_the_last_is_the_last(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(23, sealer)

    page = await pages.page(ListState(page=10**9, size=10), zone=ZONE, now=now)

    assert (page.page, page.pages, page.total) == (3, 3, 23)
    assert [row.id for row in page.rows] == ids[2::-1]


async def test_an_empty_list_is_one_empty_page(database: str, now: datetime) -> None:
    page = await pages.page(ListState(page=7), zone=ZONE, now=now)

    assert (page.rows, page.page, page.pages, page.total, page.waiting) == ((), 1, 1, 0, 0)


async def test_the_pages_together_are_the_list(database: str, sealer: Sealer, now: datetime) -> None:
    ids = await waiting_tasks(23, sealer)

    turned = [await pages.page(ListState(page=n, size=10), zone=ZONE, now=now) for n in (1, 2, 3)]

    assert [row.id for page in turned for row in page.rows] == ids[::-1]


async def test_the_waiting_count_is_of_all_tasks_whatever_the_filter(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    ids = await waiting_tasks(3, sealer)
    await ended(ids[0])

    page = await pages.page(ListState(filter=TaskFilter(task_id=ids[0])), zone=ZONE, now=now)

    assert (page.total, page.waiting) == (1, 2)


def test_a_filter_that_asks_nothing_is_empty() -> None:
    assert EVERYTHING.is_empty
    assert not TaskFilter(task_id=0).is_empty
