"""What is most likely behind an alert that goes on, looked for where its kind says."""

from datetime import datetime

from models.alerts.backlog import backlog
from models.alerts.measures import ENDED, ended_values
from models.alerts.scopes import values
from models.domain.alerting.kinds import Cause
from models.domain.triage.outcome import FAILED
from models.domain.values.alerts import AlertRuleInput, Reason
from models.sql import rows

_TOP_CAUSE = (
    f"SELECT cause AS what, COUNT(*) AS n FROM ({ENDED}) AS ended WHERE outcome IN (:failed) "  # noqa: S608 - fixed texts
    "GROUP BY cause ORDER BY n DESC, what LIMIT 1"
)
_TOP_HOLD = (
    "SELECT h.why AS what, COUNT(*) AS n FROM hold h JOIN account a ON a.id = h.account_id "
    "JOIN account_group g ON g.id = a.group_id WHERE h.released_at IS NULL AND (:any_group = 1 OR g.name IN (:groups)) "
    "GROUP BY h.why ORDER BY n DESC, what LIMIT 1"
)


async def reason(rule: AlertRuleInput, *, now: datetime) -> Reason:
    """What was found; nothing of it where the kind's own sentence says all."""
    match rule.row.cause:
        case Cause.BACKLOG:
            return Reason(backlog=await backlog(rule.scope, now=now))
        case Cause.FAILURES:
            failed = [outcome.value for outcome in FAILED]
            return _most(await rows(_TOP_CAUSE, failed=failed, **ended_values(rule, now)))
        case Cause.HOLDS:
            return _most(await rows(_TOP_HOLD, **values(rule.scope)))
        case Cause.NONE:
            return Reason()


def _most(found: list[dict[str, object]]) -> Reason:
    return Reason(most=str(found[0]["what"]), n=int(str(found[0]["n"]))) if found else Reason()
