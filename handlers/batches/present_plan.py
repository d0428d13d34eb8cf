"""The confirmation for all tasks that match a filter: counts, since the rows are too many to read. Pure."""

from collections.abc import Mapping, Sequence

from handlers.batches import present_receipt
from handlers.slack import texts
from handlers.slack.views import AllView, ConfirmView
from handlers.words import filter_words
from models.domain.filters import ListState
from models.domain.lifecycle import LIVE, Move, Status, allowed_moves
from models.domain.values.batches import Plan
from models.domain.values.rows import TaskRow


def all_of(state: ListState, total: int) -> AllView:
    """How many match, and by which filter."""
    by = texts.escape_words(filter_words.render(state.filter)) or "none"
    return AllView(
        summary=f"*{texts.count(total, 'task')}* match this list.\nFilter: {by}"
        if total
        else "No task matches.",
        can_act=total > 0,
    )


def question(plan: Plan, seconds: Sequence[TaskRow]) -> ConfirmView:
    """What the operation would do to the frozen tasks; ``seconds`` are the first that would make a second page or BM."""
    return _cancel(plan) if plan.kind == "cancel" else _repeat(plan, seconds)


def _cancel(plan: Plan) -> ConfirmView:
    able = sum(n for status, n in plan.counts.items() if Move.CANCEL in allowed_moves(status))
    spared = {status: n for status, n in plan.counts.items() if Move.CANCEL not in allowed_moves(status)}
    return present_receipt.cancel_question(able, plan.size, spared=_spared(spared))


def _repeat(plan: Plan, seconds: Sequence[TaskRow]) -> ConfirmView:
    waiting = plan.counts.get(Status.WAITING, 0)
    return present_receipt.repeat_question(
        plan.size - waiting,
        plan.size,
        later=sum(plan.counts.get(status, 0) for status in LIVE),
        warnings=present_receipt.warnings(seconds, plan.seconds, plan.dry, plan.dry_accounts),
        spared=_spared({Status.WAITING: waiting}),
    )


def _spared(counts: Mapping[Status, int]) -> tuple[str, ...]:
    return tuple(
        f"{texts.count(n, 'task')} {'is' if n == 1 else 'are'} left alone: {status.label}."
        for status, n in counts.items()
        if n
    )
