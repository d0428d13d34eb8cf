"""Builds the view of one page of tasks: every decision about wording and buttons. Pure."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.lists import present_row
from handlers.slack import texts
from handlers.slack.ids import Do
from handlers.slack.views import ChoiceView, ListView
from handlers.words import filter_words, list_state, pause_words
from models.domain.filters import Edge, Layout, ListState
from models.domain.triage.failures import WINDOW, failures_beside
from models.domain.values.rows import TaskPage, TaskRow

_NEAR, _SPREAD, _MOST_JUMPS = 10, 70, 100  # pages offered near this one, spread over the others, and in all


def task_list(
    state: ListState, page: TaskPage, *, zone: ZoneInfo | None, now: datetime, hint: str = ""
) -> ListView:
    """One page of the list for one reader, or for all (``zone`` is None); ``hint`` explains an empty list, if known."""
    current = state.turned(page.page, state.edge)
    return ListView(
        nonce=format(int(now.timestamp() * 1000), "x"),
        state=list_state.encode(current),
        turns=_turns(current, page),
        filter_line=f"Filter: {texts.escape_words(filter_words.render(state.filter)) or 'none'}",
        fresh=f"as of {texts.clock(now, zone=zone) if zone else texts.slack_time(now)}",
        waiting=page.waiting,
        failed=page.failed,
        failed_of=_failed_of(state),
        layout=state.layout,
        layouts=tuple(Layout),
        rows=present_row.rows(page.rows, state.layout, zone=zone, now=now),
        empty=hint or _empty(state),
        paging=f"Total {page.total} · Page {page.page} of {page.pages} · {state.size} per page",
        total=page.total,
        pages=page.pages,
        size=state.size,
        sizes=state.layout.sizes,
        can_share=True,
        paused=pause_words.sentences(page.pauses, zone=zone, now=now),
    )


def jumps(page: int, pages: int, typed: str) -> list[ChoiceView]:
    """The pages to offer: those whose number starts with ``typed``; if that is empty, near ones and a spread of others."""
    digits = "".join(filter(str.isdecimal, typed))[:10]
    numbers = _beginning_with(int(digits), pages) if digits else _near_and_spread(page, pages)
    return [ChoiceView(text=f"Page {n}", value=str(n)) for n in numbers[:_MOST_JUMPS]]


def _beginning_with(number: int, pages: int) -> list[int]:
    """The page itself, then the longer numbers that start with its digits, shortest first."""
    numbers: list[int] = []
    width = 1
    while 0 < number * width <= pages and len(numbers) < _MOST_JUMPS:
        numbers += range(number * width, min((number + 1) * width, pages + 1))
        width *= 10
    return numbers


def _near_and_spread(page: int, pages: int) -> list[int]:
    near = range(page - _NEAR, page + _NEAR + 1)
    wanted = {1, pages, *near, *range(1, pages, pages // _SPREAD + 1)}
    return sorted(n for n in wanted if 1 <= n <= pages and n != page)


def _failed_of(state: ListState) -> str:
    """What the number of failures is about: it need not be the list."""
    beside = failures_beside(state.filter)
    if beside.span == WINDOW:
        return "Failed: last 24 hours"
    return "Failed: of this batch" if beside.batch is not None else "Failed: same days as the filter"


def _turns(state: ListState, page: TaskPage) -> dict[str, str]:
    """The target of each paging button: one page further starts at the page's edge row, so new tasks shift nothing."""
    turns: dict[Do, ListState] = {}
    if state.page > 1:
        turns[Do.TURN_FIRST] = state.turned(1)
        turns[Do.TURN_PREVIOUS] = state.turned(state.page - 1, _edge(page.rows[:1], after=False))
    if state.page < page.pages:
        turns[Do.TURN_NEXT] = state.turned(state.page + 1, _edge(page.rows[-1:], after=True))
        turns[Do.TURN_LAST] = state.turned(page.pages)
    return {turn: list_state.encode(target) for turn, target in turns.items()}


def _edge(row: Sequence[TaskRow], *, after: bool) -> Edge | None:
    return Edge(after=after, created_at=row[0].created_at, task_id=row[0].id) if row else None


_WELCOME = """*No tasks yet.* Three ways to begin:
• `/accounts import` brings your accounts from a file
• `/tasks new check` checks that they can log in; *New tasks* offers the other types
• `/tasks failed` shows afterwards what did not work
`/tasks help` lists the rest."""
"""Only where there is no task at all, so that it is read once."""


def _empty(state: ListState) -> str:
    if state.filter.is_empty:
        return _WELCOME
    return (
        "*No task matches this filter.* Press *Reset* to see all tasks, or type other words after `/tasks`."
    )
