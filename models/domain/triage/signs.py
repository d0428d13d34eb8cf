"""The icon and the word of every state and outcome, as each screen shows them: one table, no colour without a word. Pure.

The words are the labels of ``Status`` and ``Outcome``. An icon is one character: Slack draws it alike in markup, in a table's
cells and in menus.
"""

from dataclasses import dataclass

from models.domain.lifecycle import Status
from models.domain.triage.outcome import Outcome


@dataclass(frozen=True)
class Sign:
    """An icon with its word; as a text ``icon word``."""

    icon: str
    word: str

    def __str__(self) -> str:
        return f"{self.icon} {self.word}"


_ENDED = Status.ENDED.label

STATUSES: dict[Status, Sign] = {
    status: Sign(icon, status.label)
    for status, icon in (
        (Status.WAITING, "⏳"),
        (Status.STARTING, "⏩"),
        (Status.EXECUTING, "▶️"),
        (Status.ENDED, "🏁"),
        (Status.UNKNOWN_ERROR, "❌"),
        (Status.TIMED_OUT, "⏱️"),
        (Status.NO_PROXY, "🔌"),
        (Status.CANCELED, "🚫"),
    )
}
"""Of a status alone, where what came of it is not asked: in counts and filters."""

OUTCOMES: dict[Outcome, Sign] = {
    outcome: Sign(icon, outcome.label)
    for outcome, icon in (
        (Outcome.DONE, "✅"),
        (Outcome.RETRY, "🔁"),
        (Outcome.PERSON, "👤"),
        (Outcome.FIX, "🔧"),
        (Outcome.NEVER, "🛑"),
    )
}

DONE = Sign(OUTCOMES[Outcome.DONE].icon, _ENDED)
NOT_DONE = Sign("⚠️", _ENDED)
"""The two ends that a task comes to by itself: *Execution ends* alone does not tell them apart."""

HELD = Sign("🔒", "On hold")
"""Of an account, beside the state of its tasks."""

PAUSED = Sign("⏸️", "Paused")
"""Of tasks that wait, whatever their accounts are."""


def of_status(status: Status, outcome: Outcome | None) -> Sign:
    """The status of one task, of which is known what came of it.

    >>> str(of_status(Status.ENDED, Outcome.PERSON)), str(of_status(Status.WAITING, None))
    ('⚠️ Execution ends', '⏳ Waiting to execution')
    """
    if status is Status.ENDED and outcome is not None:
        return DONE if outcome is Outcome.DONE else NOT_DONE
    return STATUSES[status]


def of_task(status: Status, outcome: Outcome | None) -> tuple[Sign, ...]:
    """All that is shown of where one task stands: its status and, where it was not done, by whose hand it can go on.

    >>> [str(sign) for sign in of_task(Status.NO_PROXY, Outcome.FIX)]
    ['🔌 No proxy', '🔧 Needs a fix']
    """
    rest = () if outcome is None or outcome is Outcome.DONE else (OUTCOMES[outcome],)
    return (of_status(status, outcome), *rest)
