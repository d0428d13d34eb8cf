"""Hypothesis strategies for task data: the longest legal values, with odd texts in them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from string import ascii_uppercase, digits
from typing import Any

from hypothesis import strategies as st

from handlers.slack.views import HoldView
from handlers.words.filter_words import LONGEST, render
from models.domain.filters import PAGE_SIZES, Edge, Layout, ListState, TaskFilter, begins, ends
from models.domain.lifecycle import LoginStatus, Status
from models.domain.task_types import TASK_TYPES
from models.domain.triage.causes import CAUSES
from models.domain.triage.outcome import Outcome
from models.domain.values.accounts import OpenHold
from models.domain.values.batches.approvals import AskedAccount
from models.domain.values.batches.standing import BatchDetail, BatchOverview, FailedBy, HeldTask
from models.domain.values.rows import AttemptRow, StatusNoteDetail, TaskDetail, TaskPage, TaskRow
from tests.handlers.odd_texts import names, texts

NOW = datetime(2026, 11, 22, 14, 3, 22, tzinfo=UTC)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 22), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
people = st.builds(
    str.__add__, st.sampled_from("UW"), st.text(ascii_uppercase + digits, min_size=4, max_size=10)
)
ids = st.integers(1, 2**31 - 1)
edges = st.builds(
    Edge,
    after=st.booleans(),
    created_at=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    task_id=ids,
)
_links = (
    st.just("") | st.just("https://slack.example/archives/C1/p1") | st.just("https://x.example/" + "p" * 1900)
)
_times = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - the reader's
_days = (
    st.none()
    | st.dates(date(1970, 1, 1), date(2100, 1, 1))
    | _times.map(lambda at: at.replace(second=0, microsecond=0))
)

rows = st.builds(
    TaskRow,
    id=ids,
    type=st.sampled_from([*TASK_TYPES, "of_a_former_version"]),
    login=names(255),
    user_id=st.just("") | names(100),
    login_status=st.sampled_from(LoginStatus),
    status=st.sampled_from(Status),
    result=texts(2000),
    note_link=_links,
    created_at=moments,
    started_at=st.none() | moments,
    ended_at=st.none() | moments,
    operation_user=people | st.sampled_from(["", "upkeep"]) | names(100),
    held=st.just("") | texts(2000),
)


_layouts, _three = st.sampled_from(Layout), st.integers(0, 2)
_few_rows, _counts = st.lists(rows, max_size=4), st.integers(0, 2**31)


@st.composite
def pages(draw: st.DrawFn) -> tuple[ListState, TaskPage]:
    """A page of up to 100 rows, made of a few different ones, and the list state that asked for it."""
    state = draw(_asked).laid_out(draw(_layouts))
    some = draw(_few_rows)
    number = (1, state.size - 1, state.size)[draw(_three)] if some else 0
    listed = tuple(replace(row, id=2**31 - 1 - n) for n, row in enumerate(islice(cycle(some), number)))
    last = draw(st.integers(state.page, 2**31 // state.size))
    total = last * state.size if some else 0
    pages = last if some else 1
    return state, TaskPage(
        rows=listed,
        total=total,
        page=state.page if some else 1,
        pages=pages,
        waiting=draw(_counts),
    )


def _values(known: Iterable[Any], some: set[Any]) -> tuple[Any, ...]:
    return tuple(value for value in known if value in some)


def _in_order(statuses: set[Status]) -> tuple[Status, ...]:
    return _values(Status, statuses)


def _possible(wanted: TaskFilter) -> TaskFilter:
    """A span or a period, not both; and a period that has not ended before it began."""
    if wanted.span:
        return replace(wanted, since=None, until=None)
    since, until = wanted.since, wanted.until
    if since and until and begins(since) >= ends(until):
        return replace(wanted, since=None)
    return wanted


filters = (
    st.builds(
        TaskFilter,
        statuses=st.sets(st.sampled_from(Status)).map(_in_order),
        outcomes=st.sets(st.sampled_from(Outcome)).map(lambda some: _values(Outcome, some)),
        logins=st.sets(st.sampled_from(LoginStatus)).map(lambda some: _values(LoginStatus, some)),
        types=st.sets(st.sampled_from(sorted(TASK_TYPES))).map(lambda some: _values(TASK_TYPES, some)),
        groups=st.just(()) | st.lists(names(100), max_size=2, unique=True).map(tuple),
        account=st.just("") | names(255),
        users=st.just(()) | st.lists(people, max_size=3, unique=True).map(tuple),
        mine=st.just("") | people,
        batch=st.none() | st.integers(0, 2**31 - 1),
        task_id=st.none() | st.integers(0, 2**31 - 1),
        span=st.sampled_from(
            ["", "today", "yesterday", "1w", "30d", "12h", "90m", "9999m", "18:00", "00:00"]
        ),
        since=_days,
        until=_days,
    )
    .map(_possible)
    .filter(lambda wanted: len(render(wanted)) <= LONGEST)
)
_asked = st.builds(
    ListState,
    filter=filters,
    page=st.integers(1, 30_000),
    size=st.sampled_from(PAGE_SIZES),
    edge=st.none() | edges,
)
_types = st.sampled_from([*TASK_TYPES, "of_a_former_version"])
_statuses, _logins = st.sampled_from(Status), st.sampled_from(LoginStatus)
_users, _people_or_nobody = people | st.sampled_from(["", "upkeep"]), st.just("") | people
_outcomes = st.none() | st.sampled_from(Outcome)
_ended, _user_ids = st.none() | moments, st.just("") | names(100)
_durations = st.none() | st.timedeltas(timedelta(), timedelta(days=2))


@st.composite
def tasks(draw: st.DrawFn) -> TaskDetail:
    """Everything of a task that has no attempt yet and that nothing stands in the way of."""
    kind = draw(_types)
    known = TASK_TYPES.get(kind)
    parameters = known.parameters if known else ()
    longest = {p.name: draw(texts(p.longest, shortest=1)) for p in parameters}
    status, user = draw(_statuses), draw(_users)
    return TaskDetail(
        id=draw(ids), type=kind, params=longest, status=status, operation_user=user, result=draw(texts(2000)),
        note_link=draw(_links), login_status=draw(_logins), again_by=draw(_people_or_nobody),
        created_at=draw(moments), started_at=None, ended_at=draw(_ended), account_id=1, group=draw(names(100)),
        login=draw(names(255)), user_id=draw(_user_ids), why=draw(texts(500)), channel="C0OPS", ts="",
        attempts=(), ahead=0, blocker=None, canceled_by="", hold=None, outcome=draw(_outcomes), asked_by="U0ANA",
    )  # fmt: skip


batches = st.builds(
    BatchDetail,
    id=st.just(1),
    kind=st.just("create"),
    by=people,
    why=texts(500),
    size=st.just(1),
    channel=st.just("C0OPS"),
    ts=st.just("1.1"),
    state=st.just(""),
    created_at=moments,
    done_at=st.none(),
)

overviews = st.builds(
    BatchOverview,
    counts=st.dictionaries(st.sampled_from(Status), st.integers(0, 5000)),
    done=st.integers(0, 5000),
    failed=st.lists(
        st.builds(
            FailedBy,
            cause=st.sampled_from(sorted(CAUSES)) | texts(100),
            outcome=st.sampled_from(Outcome),
            tasks=st.integers(1, 5000),
        ),
        max_size=6,
    ).map(tuple),
    held=st.lists(st.builds(HeldTask, id=ids, login=names(255)), max_size=5).map(tuple),
    held_count=st.integers(0, 5000),
    again=st.integers(0, 2),
    first_end=st.none() | moments,
)

asked_accounts = st.builds(AskedAccount, login=names(255), group=names(100), is_held=st.booleans())

holds = st.builds(OpenHold, why=texts(2000), by=st.just("") | people, at=moments)

notes = st.builds(
    StatusNoteDetail,
    attempt_id=ids,
    number=st.integers(1, 2),
    task_id=ids,
    type=st.sampled_from([*TASK_TYPES, "of_a_former_version"]),
    login=names(255),
    user_id=st.just("") | names(100),
    status=st.sampled_from(Status),
    login_status=st.sampled_from(LoginStatus),
    result=texts(2000),
    outcome=_outcomes,
    started_at=st.none() | moments,
    ended_at=st.none() | moments,
    channel=st.just("C0OPS"),
    ts=st.just("1.1"),
    picture=st.none(),
    file_id=st.just(""),
    link=st.just(""),
)


@st.composite
def attempts(draw: st.DrawFn, *, most: int) -> tuple[AttemptRow, ...]:
    """The attempts of one task, oldest first."""
    number, asked_at = draw(st.integers(1, most)), draw(moments)
    took = draw(_durations)
    attempt = AttemptRow(
        number=1, by=draw(_people_or_nobody), asked_at=asked_at, result=draw(texts(2000)), status=draw(_statuses),
        started_at=None if took is None else asked_at, ended_at=None if took is None else asked_at + took, note_link=draw(_links),
        cause=draw(st.sampled_from(["", "of_a_later_version", *CAUSES])), picture="F1", outcome=draw(_outcomes),
    )  # fmt: skip
    return tuple(
        replace(attempt, number=n, note_link=attempt.note_link if n == 1 else "")
        for n in range(1, number + 1)
    )


hold_buttons = st.none() | st.just(HoldView(words="", number="1", account="1", hold="1", can_keep=True))
