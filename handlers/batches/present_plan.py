"""The confirmation for all tasks that match a filter: counts, since the rows are too many to read. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.batches import present_receipt
from handlers.slack import texts
from handlers.slack.views import AllView, ConfirmView
from handlers.words import filter_words
from models.domain.filters import ListState
from models.domain.lifecycle import LIVE, Move, Status, allowed_moves
from models.domain.triage.titles import TITLES
from models.domain.values.batches.plans import Plan
from models.domain.values.rows import TaskRow

_MOST_NAMED, _MOST_HOPELESS = 5, 3  # tasks; lines about what cannot succeed


def all_of(state: ListState, total: int) -> AllView:
    """How many match, and by which filter."""
    by = texts.escape_words(filter_words.render(state.filter)) or "none"
    return AllView(
        summary=f"*{texts.count(total, 'task')}* match this list.\nFilter: {by}"
        if total
        else "No task matches.",
        can_act=total > 0,
    )


def about(operation: int, size: int, first: Sequence[int]) -> str:
    """An operation as the audit names it: its id, how many tasks, and the first of them."""
    some = ", ".join(f"#{task_id}" for task_id in first)
    return f"operation {operation}: {texts.count(size, 'task')}, {some}{' …' if size > len(first) else ''}"


def question(plan: Plan, seconds: Sequence[TaskRow], named: Sequence[TaskRow] = ()) -> ConfirmView:
    """What the operation would do to the frozen tasks; ``seconds`` are the first that would make a second page or BM, and
    ``named`` some that are few enough to be named. At most eight lines."""
    return _cancel(plan) if plan.kind == "cancel" else _repeat(plan, seconds, named)


def _cancel(plan: Plan) -> ConfirmView:
    able = sum(n for status, n in plan.counts.items() if Move.CANCEL in allowed_moves(status))
    spared = {status: n for status, n in plan.counts.items() if Move.CANCEL not in allowed_moves(status)}
    return present_receipt.cancel_question(able, plan.size, spared=_spared(spared))


def _repeat(plan: Plan, seconds: Sequence[TaskRow], named: Sequence[TaskRow]) -> ConfirmView:
    waiting = plan.counts.get(Status.WAITING, 0)
    able = [row for row in named if row.status is not Status.WAITING]
    view = present_receipt.repeat_question(
        plan.size - waiting,
        plan.size,
        later=sum(plan.counts.get(status, 0) for status in LIVE),
        named=present_receipt.named(able, most=_MOST_NAMED) if able else "",
        warnings=(*_seconds(seconds, plan.seconds), *_dry(plan), *_hopeless(plan.hopeless)),
        spared=_spared({Status.WAITING: waiting}),
    )
    leave_out = (
        f"Leave {'that one' if plan.left_out == 1 else f'those {plan.left_out}'} out" if plan.left_out else ""
    )
    return replace(view, leave_out=leave_out, operation=str(plan.id))


def _seconds(seconds: Sequence[TaskRow], number: int) -> tuple[str, ...]:
    """What would make a second page or business manager: one is shown with what it made, several by their number."""
    if number <= 1:
        return present_receipt.warnings(seconds, number, 0, 0)
    first = f", such as #{seconds[0].id}" if seconds else ""
    return (f":warning: {number} tasks can make a *second* page or business manager{first}.",)


def _dry(plan: Plan) -> tuple[str, ...]:
    return present_receipt.warnings((), 0, plan.dry, plan.dry_accounts)


def _hopeless(counts: Mapping[str, int]) -> list[str]:
    """What cannot succeed yet, and why."""
    lines = [_hopeless_line(cause, n) for cause, n in counts.items()]
    if len(lines) <= _MOST_HOPELESS:
        return lines
    rest = list(counts.values())[_MOST_HOPELESS - 1 :]
    more = f":warning: {texts.count(sum(rest), 'more task')} will fail again, by {len(rest)} other causes."
    return [*lines[: _MOST_HOPELESS - 1], more]


def _hopeless_line(cause: str, n: int) -> str:
    if cause not in TITLES:
        return f":warning: {texts.count(n, 'task')} will wait: {'its account is' if n == 1 else 'their accounts are'} on hold."
    return f":warning: {texts.count(n, 'task')} will fail again: {TITLES[cause]}."


def _spared(counts: Mapping[Status, int]) -> tuple[str, ...]:
    return tuple(
        f"{texts.count(n, 'task')} {'is' if n == 1 else 'are'} left alone: {status.label}."
        for status, n in counts.items()
        if n
    )
