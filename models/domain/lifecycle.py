"""The life of a task: every status, every move between them, in one table.

Pure: imports neither ORM, queue, Slack nor browser. Buttons, the writers and the diagram of docs/outcomes.md all ask this table;
nobody else lists statuses or decides what may follow what. See ``docs/outcomes.md``.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a task stands. The value is stored; ``label`` is what people read."""

    WAITING = "waiting"  # may be cancelled; nobody works on it
    STARTING = "starting"  # claimed by a worker, nothing has touched the account yet
    EXECUTING = "executing"  # the browser is at work; cannot be cancelled
    ENDED = "ended"  # finished by its own end; the execution result says how
    UNKNOWN_ERROR = "unknown_error"  # anything not foreseen, a lost worker included
    TIMED_OUT = "timed_out"  # passed its time limit
    NO_PROXY = "no_proxy"  # the account has no proxy, or its proxy does not answer
    CANCELED = "canceled"  # cancelled while waiting

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]


class LoginStatus(StrEnum):
    """How the platform met the account, as one attempt saw it."""

    UNKNOWN = "unknown"
    LOGGED_IN = "logged_in"
    LOGGED_OUT = "logged_out"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a status, not a password
    CHECKPOINT = "checkpoint"  # a person must act
    DISABLED = "disabled"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")


class Move(StrEnum):
    """What changes a status, named by its cause."""

    CLAIM = "claim"  # a worker takes the task
    BEGIN = "begin"  # the browser is about to touch the account
    GIVE_BACK = "give_back"  # the worker stopped, or was lost, before it touched the account
    FINISH = "finish"  # the action came to its own end
    FAIL = "fail"  # something unforeseen, or the worker was lost in mid-work
    TIME_OUT = "time_out"  # the time limit passed
    REFUSE_PROXY = "refuse_proxy"  # no proxy, or one that does not answer
    CANCEL = "cancel"  # a person cancels it while it waits
    RESTORE = "restore"  # the cancel is undone
    WITHDRAW = "withdraw"  # the new attempt is undone before it began
    REPEAT = "repeat"  # a person, or the recovery of a repeatable type, asks for a new attempt


LIVE = frozenset({Status.STARTING, Status.EXECUTING})
"""A worker holds the account. At most one task per account is here, ever."""

OVER = frozenset(
    {Status.ENDED, Status.UNKNOWN_ERROR, Status.TIMED_OUT, Status.NO_PROXY, Status.CANCELED},
)
"""Nothing more happens unless somebody asks for a new attempt."""


@dataclass(frozen=True)
class Rule:
    """From which statuses a move may start, and where it ends: in one status, or back where the task came from."""

    sources: frozenset[Status]
    target: Status | None

    @property
    def targets(self) -> frozenset[Status]:
        """Every status the move may end in."""
        return OVER if self.target is None else frozenset({self.target})


MOVES: dict[Move, Rule] = {
    Move.CLAIM: Rule(frozenset({Status.WAITING}), Status.STARTING),
    Move.BEGIN: Rule(frozenset({Status.STARTING}), Status.EXECUTING),
    Move.GIVE_BACK: Rule(frozenset({Status.STARTING}), Status.WAITING),
    Move.FINISH: Rule(frozenset({Status.EXECUTING}), Status.ENDED),
    Move.FAIL: Rule(LIVE, Status.UNKNOWN_ERROR),
    Move.TIME_OUT: Rule(LIVE, Status.TIMED_OUT),
    Move.REFUSE_PROXY: Rule(LIVE, Status.NO_PROXY),
    Move.CANCEL: Rule(frozenset({Status.WAITING}), Status.CANCELED),
    Move.RESTORE: Rule(frozenset({Status.CANCELED}), Status.WAITING),
    Move.REPEAT: Rule(OVER, Status.WAITING),
    Move.WITHDRAW: Rule(frozenset({Status.WAITING}), None),
}


def allowed_moves(status: Status) -> frozenset[Move]:
    """The moves that may start from ``status``."""
    return frozenset(move for move, rule in MOVES.items() if status in rule.sources)


def settling_move(status: Status) -> Move:
    """The move that brings a live task to the final ``status`` an attempt came to."""
    moves = (move for move, rule in MOVES.items() if rule.target == status and rule.sources & LIVE)
    return next(moves)


_STATUS_LABELS = {
    Status.WAITING: "Waiting to execution",
    Status.STARTING: "Starting execution",
    Status.EXECUTING: "Executing",
    Status.ENDED: "Execution ends",
    Status.UNKNOWN_ERROR: "Unknown error",
    Status.TIMED_OUT: "Execution timeouts",
    Status.NO_PROXY: "No proxy",
    Status.CANCELED: "Canceled",
}
