"""Where a task stands, status and outcome in one text: what the kept counts count by. Pure.

The outcome refines the status, so a column of its own would only multiply the counts' rows.
"""

from collections.abc import Collection

from models.domain.lifecycle import LIVE, Status
from models.domain.triage.outcome import Outcome

_BETWEEN = ":"
_NEVER_EXECUTED = LIVE | {Status.WAITING, Status.CANCELED}
"""They have no outcome; a process of a version from before outcomes leaves the last one there during an update."""
_NONE = ", ".join(f"'{status}'" for status in sorted(_NEVER_EXECUTED))
SQL = f"CASE WHEN outcome = '' OR status IN ({_NONE}) THEN status ELSE status || '{_BETWEEN}' || outcome END"
"""The same of a row of tasks."""


def standing_of(status: str, outcome: str) -> str:
    """At most 20 characters.

    >>> standing_of("ended", "done"), standing_of("waiting", "")
    ('ended:done', 'waiting')
    """
    return f"{status}{_BETWEEN}{outcome}" if outcome and status not in _NEVER_EXECUTED else status


def status_of(standing: str) -> Status:
    """The status in it."""
    return Status(standing.partition(_BETWEEN)[0])


def standings(statuses: Collection[Status] = (), outcomes: Collection[Outcome] = ()) -> list[str]:
    """All with one of these statuses and one of these outcomes; without any, whatever it is."""
    return [
        standing_of(status, outcome)
        for status in Status
        if not statuses or status in statuses
        for outcome in (("",) if status in _NEVER_EXECUTED else ("", *Outcome))
        if not outcomes or outcome in outcomes
    ]
