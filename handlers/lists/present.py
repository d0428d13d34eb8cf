"""From a page of tasks, the moment and the reader to what is drawn: every decision about wording and buttons. Pure."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.lists import present_row
from handlers.slack import texts
from handlers.slack.ids import Do
from handlers.slack.views import ChoiceView, ListView
from handlers.words import filter_words, list_state
from models.domain.filters import Edge, Layout, ListState
from models.domain.values.rows import TaskPage, TaskRow

_NEAR, _SPREAD, _MOST_JUMPS = 10, 70, 100  # pages offered around this one, over all the rest, and together


def task_list(
    sheet: ListState, page: TaskPage, *, zone: ZoneInfo | None, now: datetime, hint: str = ""
) -> ListView:
    """One page of the list for one reader, or, without a zone, for all; ``hint`` says why it is empty, if that is known."""
    shown = sheet.turned(page.page, sheet.edge)
    return ListView(
        nonce=format(int(now.timestamp() * 1000), "x"),
        state=list_state.encode(shown),
        turns=_turns(shown, page),
        filter_line=f"Filter: {texts.escape_words(filter_words.render(sheet.filter)) or 'none'}",
        fresh=f"as of {texts.clock(now, zone=zone) if zone else texts.slack_time(now)}",
        waiting=page.waiting,
        layout=sheet.layout,
        layouts=tuple(Layout),
        rows=present_row.rows(page.rows, sheet.layout, zone=zone, now=now),
        empty=hint or _empty(sheet),
        paging=f"Total {page.total} · Page {page.page} of {page.pages} · {sheet.size} per page",
        pages=page.pages,
        size=sheet.size,
        sizes=sheet.layout.sizes,
        can_share=True,
    )


def jumps(page: int, pages: int, typed: str) -> list[ChoiceView]:
    """The pages to go to: those whose number begins as typed; with nothing typed the near ones and some of the rest."""
    digits = "".join(filter(str.isdecimal, typed))[:10]
    numbers = _beginning_with(int(digits), pages) if digits else _near_and_spread(page, pages)
    return [ChoiceView(text=f"Page {n}", value=str(n)) for n in numbers[:_MOST_JUMPS]]


def _beginning_with(number: int, pages: int) -> list[int]:
    """The page itself first, then those ten, a hundred … times as far."""
    found: list[int] = []
    width = 1
    while 0 < number * width <= pages and len(found) < _MOST_JUMPS:
        found += range(number * width, min((number + 1) * width, pages + 1))
        width *= 10
    return found


def _near_and_spread(page: int, pages: int) -> list[int]:
    near = range(page - _NEAR, page + _NEAR + 1)
    wanted = {1, pages, *near, *range(1, pages, pages // _SPREAD + 1)}
    return sorted(n for n in wanted if 1 <= n <= pages and n != page)


def _turns(sheet: ListState, page: TaskPage) -> dict[str, str]:
    """Where each button leads: a step goes on from the row at the page's edge, whatever arrives meanwhile."""
    turns: dict[Do, ListState] = {}
    if sheet.page > 1:
        turns[Do.TURN_FIRST] = sheet.turned(1)
        turns[Do.TURN_PREVIOUS] = sheet.turned(sheet.page - 1, _edge(page.rows[:1], after=False))
    if sheet.page < page.pages:
        turns[Do.TURN_NEXT] = sheet.turned(sheet.page + 1, _edge(page.rows[-1:], after=True))
        turns[Do.TURN_LAST] = sheet.turned(page.pages)
    return {turn: list_state.encode(target) for turn, target in turns.items()}


def _edge(row: Sequence[TaskRow], *, after: bool) -> Edge | None:
    return Edge(after=after, created_at=row[0].created_at, task_id=row[0].id) if row else None


def _empty(sheet: ListState) -> str:
    if sheet.filter.is_empty:
        return "*No tasks yet.* Press *New tasks* to create the first ones."
    return (
        "*No task matches this filter.* Press *Reset* to see all tasks, or type other words after `/tasks`."
    )
