"""Tasks that would make a second page or business manager if they ran again, told in SQL. Texts and their values only."""

from models.domain.lifecycle import LIVE
from models.domain.outcomes import NOT_DONE
from models.domain.task_types import TASK_TYPES
from models.domain.triage.decision import LOOKS

_LOOKS = " OR ".join(f"result LIKE '%{look}%'" for look in LOOKS)
_LIVE = ", ".join(f"'{status.value}'" for status in sorted(LIVE))
MADE = (
    f"(outcome = 'done' OR (outcome = '' AND status = 'ended' AND result NOT LIKE '{NOT_DONE}%') "
    f"OR (outcome <> '' AND ({_LOOKS})))"
)
"""What ``domain.triage.decision.may_be_made`` says of one task, of all of them; of attempts too."""

SECOND = f"type IN (:once) AND (status IN ({_LIVE}) OR {MADE})"
"""Such a task: it was made, nobody knows whether it was, or an attempt is on its way that may make it."""
SECOND_SINCE = (
    f"type IN (:once) AND ((status IN ({_LIVE}) AND started_at > :asked) OR (ended_at > :asked AND {MADE}))"
)
"""One that has become such a task after ``:asked``, so that a question of that time did not warn of it."""
ONCE = [kind.id for kind in TASK_TYPES.values() if not kind.repeatable]
"""The value of ``:once``: the types that must not be done twice."""
