"""One task in the list as ten cells, as a card and as one line, cut only as far as Slack's limits need. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.slack import texts
from handlers.slack.labels import BY_ITSELF, type_label
from handlers.slack.views import RowView
from models.domain.conversations import is_person
from models.domain.filters import Layout
from models.domain.lifecycle import LoginStatus, Move, Status, allowed_moves
from models.domain.triage.signs import PAUSED, of_status, of_task
from models.domain.values.rows import TaskRow
from models.ranks.levels import Level

ON_HOLD = "Account on hold"
_USUAL = {LoginStatus.UNKNOWN, LoginStatus.LOGGED_IN}  # a card mentions only the others
_TURNS = {Level.NEXT: "Runs next", Level.LATER: "Runs later"}
_UTC = ZoneInfo("UTC")
_Cut = tuple[int, int]  # longest result and login

# Characters all rows may have: a table takes 20,000, other text 12,000, and Slack may count more than is seen.
_MOST = {Layout.TABLE: 18_000, Layout.CARDS: 5_500}
_CUTS: dict[Layout, tuple[_Cut, ...]] = {
    Layout.TABLE: ((100, 40), (60, 40), (30, 30), (10, 20)),
    Layout.CARDS: ((300, 60), (150, 40), (60, 30), (20, 12), (10, 8)),
}
_MOST_LINES = 8_000
_LINE_CUTS: tuple[_Cut, ...] = ((40, 20), (20, 20), (0, 15), (0, 5))


def rows(
    tasks: Sequence[TaskRow], layout: Layout, *, zone: ZoneInfo | None, now: datetime
) -> tuple[RowView, ...]:
    """The rows of one page. With ``zone`` None, each reader sees times in their own zone."""

    def render(row: TaskRow, cut: _Cut) -> str:
        return "".join(_cells(row, cut, zone, now)) if layout is Layout.TABLE else _card(row, cut, zone, now)

    cut = _first_that_fits(tasks, _CUTS[layout], render, _MOST[layout])
    line_cut = _first_that_fits(tasks, _LINE_CUTS, _line, _MOST_LINES)
    return tuple(_row(row, cut, line_cut, zone, now) for row in tasks)


def _first_that_fits(
    tasks: Sequence[TaskRow], cuts: Sequence[_Cut], render: Callable[[TaskRow, _Cut], str], most: int
) -> _Cut:
    fitting = (cut for cut in cuts if sum(len(render(row, cut)) for row in tasks) <= most)
    return next(fitting, cuts[-1])


def _row(row: TaskRow, cut: _Cut, line_cut: _Cut, zone: ZoneInfo | None, now: datetime) -> RowView:
    label = texts.clip(type_label(row.type), 30)
    return RowView(
        id=row.id,
        cells=_cells(row, cut, zone, now),
        note_link=row.note_link,
        user_id=row.operation_user if is_person(row.operation_user) else "",
        option=f"#{row.id} {label} · {texts.clip(row.login, 30)} · {of_status(row.status, row.outcome)}",
        card=_card(row, cut, zone, now),
        line=_line(row, line_cut),
        can_cancel=Move.CANCEL in allowed_moves(row.status),
        times=None if zone else (_seconds(row.created_at), _seconds(row.ended_at)),
    )


def _cells(row: TaskRow, cut: _Cut, zone: ZoneInfo | None, now: datetime) -> tuple[str, ...]:
    longest_result, longest_login = cut
    return (
        f"#{row.id}",
        texts.clip(type_label(row.type), 30),
        "\n".join(filter(None, (texts.clip(row.login, longest_login), texts.clip(row.user_id, 20)))),
        row.login_status.label,
        "\n".join(f"{sign.icon}\u00a0{sign.word}" for sign in of_task(row.status, row.outcome)),
        texts.clip(came_of(row), longest_result) or texts.NOTHING,
        "Status note" if row.note_link else texts.NOTHING,
        texts.moment(row.created_at, zone=zone or _UTC, now=now),
        texts.moment(row.ended_at, zone=zone or _UTC, now=now),
        texts.NOTHING if is_person(row.operation_user) else texts.clip(row.operation_user, 12) or BY_ITSELF,
    )


def _card(row: TaskRow, cut: _Cut, zone: ZoneInfo | None, now: datetime) -> str:
    longest_result, longest_login = cut
    login_status = "" if row.login_status in _USUAL else row.login_status.label
    account = [_words(row.login, longest_login), _words(row.user_id, min(20, longest_login)), login_status]
    ended = f"Ended {texts.moment(row.ended_at, zone=zone, now=now)}" if row.ended_at else ""
    who = (
        f"<@{row.operation_user}>"
        if is_person(row.operation_user)
        else _words(row.operation_user, 12) or BY_ITSELF
    )
    when = [f"Created {texts.moment(row.created_at, zone=zone, now=now)}", ended, f"by {who}"]
    came = [*_hands(row), _words(came_of(row), longest_result)]
    lines = (_title(row), _joined(account), _joined(came), _joined(when))
    return "\n".join(filter(None, lines))


def _line(row: TaskRow, cut: _Cut) -> str:
    longest_result, longest_login = cut
    result = _words(came_of(row), longest_result) if longest_result else ""
    return _joined([_title(row), _words(row.login, longest_login), *_hands(row), result])


def came_of(row: TaskRow) -> str:
    """The task's result or, of one that waits: when it is its turn, if that is not as usual, and what it waits for."""
    turn = _TURNS.get(Level.of(row.rank), "") if row.status is Status.WAITING else ""
    return _joined([turn, _reason(row)])


def _reason(row: TaskRow) -> str:
    """The task's result or, if it is paused or its account is held, the reason of that."""
    if row.paused is not None:
        return f"{PAUSED.icon} {PAUSED.word}{f': {row.paused}' if row.paused else ''}"
    return f"{ON_HOLD}: {row.held}" if row.held else row.result


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0


def _title(row: TaskRow) -> str:
    """The icon comes first, where the eye looks for it down a page of cards; the words stay as they are everywhere."""
    status = of_status(row.status, row.outcome)
    return f"{status.icon} *#{row.id} · {_words(type_label(row.type), 30)} · {status.word}*"


def _hands(row: TaskRow) -> list[str]:
    """By whose hand it can go on, of a task that was not done."""
    return [str(sign) for sign in of_task(row.status, row.outcome)[1:]]


def _words(text: str, most: int) -> str:
    """The text on one line, clipped and escaped."""
    return texts.escape(texts.clip(" ".join(text.split()), most))


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(filter(None, parts))
