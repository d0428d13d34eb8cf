"""The life of an operation on many tasks, and of a question to a second person: every state and move, in one table. Pure.

``models.batches.transitions`` writes what this table lets happen; nobody else changes either state.
"""

from dataclasses import dataclass
from enum import StrEnum

from models.domain.values.batches.approvals import ApprovalAnswer


class OperationState(StrEnum):
    """Where an operation stands. The value is stored."""

    ASKED = "asked"  # its tasks are frozen; whoever asked has not confirmed it
    AWAITING = "awaiting"  # a second person is asked
    REJECTED = "rejected"  # a second person's no, or the asker's; nothing follows
    CONFIRMED = "confirmed"  # it goes on step by step
    DONE = "done"
    UNDOING = "undoing"  # it is taken back step by step
    UNDONE = "undone"


class OperationMove(StrEnum):
    """What changes a state, named by its cause."""

    ASK = "ask"  # the asker confirms, and a second person must be asked
    CONFIRM = "confirm"  # the asker confirms, and nobody else need be asked
    APPROVE = "approve"  # a second person's yes
    REJECT = "reject"  # a second person's no, or the asker takes it back
    LAPSE = "lapse"  # the asker may not do it any more
    FINISH = "finish"  # its last step was done
    UNDO = "undo"  # somebody takes it back
    FINISH_UNDO = "finish_undo"  # the last step was taken back


@dataclass(frozen=True)
class OperationRule:
    """From which state a move may start and where it ends: of the operation and of the question. None: it has no part."""

    operation: tuple[OperationState, OperationState] | None
    question: tuple[ApprovalAnswer, ApprovalAnswer] | None = None


_ASKED = ApprovalAnswer.ASKED
OPERATION_MOVES: dict[OperationMove, OperationRule] = {
    OperationMove.ASK: OperationRule((OperationState.ASKED, OperationState.AWAITING)),
    OperationMove.CONFIRM: OperationRule((OperationState.ASKED, OperationState.CONFIRMED)),
    OperationMove.APPROVE: OperationRule(
        (OperationState.AWAITING, OperationState.CONFIRMED), (_ASKED, ApprovalAnswer.APPROVED)
    ),
    OperationMove.REJECT: OperationRule(
        (OperationState.AWAITING, OperationState.REJECTED), (_ASKED, ApprovalAnswer.REJECTED)
    ),
    OperationMove.LAPSE: OperationRule(
        (OperationState.AWAITING, OperationState.REJECTED), (_ASKED, ApprovalAnswer.LAPSED)
    ),
    OperationMove.FINISH: OperationRule((OperationState.CONFIRMED, OperationState.DONE)),
    OperationMove.UNDO: OperationRule((OperationState.DONE, OperationState.UNDOING)),
    OperationMove.FINISH_UNDO: OperationRule((OperationState.UNDOING, OperationState.UNDONE)),
}
"""No move leaves REJECTED: a no is for good. A batch that is not made yet has a question and no operation."""


def next_state(state: OperationState, move: OperationMove) -> OperationState | None:
    """Where the move leads from this state; None where it may not start."""
    rule = OPERATION_MOVES[move].operation
    return rule[1] if rule and rule[0] is state else None
