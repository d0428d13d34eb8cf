"""What is somebody's own just now: batches in progress, accounts on hold; and the alerts that go on."""

from datetime import datetime
from typing import Any

from models.alerts import incidents
from models.alerts import rules as alert_rules
from models.domain.lifecycle import LIVE, Status
from models.domain.triage.outcome import Outcome
from models.domain.values.home import HomeSummary, OngoingAlert, OwnBatch
from models.pauses import reading as pauses
from models.sql import rows
from models.tables.tasks import Batch

_LOOKED_AT = 20  # batches, the newest
_BATCHES = """
SELECT t.batch_id, MIN(t.type) AS type, SUM(CASE WHEN t.status IN (:open) THEN 1 ELSE 0 END) AS open,
    COUNT(DISTINCT t.group_id) AS groups, MIN(g.name) AS name, MIN(a.login) AS first, MAX(a.login) AS last
FROM task t JOIN account a ON a.id = t.account_id JOIN account_group g ON g.id = t.group_id
WHERE t.batch_id IN (:ids) GROUP BY t.batch_id
"""
# Theirs as operation user, and as owner of the account, each by an index of its own; CROSS JOIN: the accounts first.
_NEEDS_ME = """
SELECT (SELECT COUNT(*) FROM task WHERE outcome = :person AND operation_user = :user)
    + (SELECT COUNT(*) FROM account o CROSS JOIN task t
       WHERE o.owner = :user AND t.account_id = o.id AND t.outcome = :person AND t.operation_user <> :user) AS n
"""
_OPEN = [Status.WAITING.value, *(status.value for status in LIVE)]


async def of(user: str, *, now: datetime) -> HomeSummary:
    """What is theirs now: the newest first."""
    own = await Batch.filter(by=user, kind="create").order_by("-id").limit(_LOOKED_AT)
    counted = await rows(
        _BATCHES,
        open=_OPEN,
        ids=[batch.id for batch in own],
    )
    left = {row["batch_id"]: row for row in counted if row["open"]}
    held = await rows(
        "SELECT a.login AS login, h.why AS why FROM hold h JOIN account a ON a.id = h.account_id "
        "WHERE h.released_at IS NULL AND a.owner = :user ORDER BY h.id DESC LIMIT 20",
        user=user,
    )
    going_on = await incidents.opened()
    rules = {rule.id: rule for rule in await alert_rules.saved()} if going_on else {}
    needs_me = await rows(_NEEDS_ME, user=user, person=Outcome.PERSON.value)
    return HomeSummary(
        needs_me=int(needs_me[0]["n"]),
        batches=tuple(_own(batch, left[batch.id]) for batch in own if batch.id in left),
        held=tuple((row["login"], row["why"]) for row in held),
        alerts=tuple(
            OngoingAlert(
                sentence=incident.sentence, channel=incident.channel, rule=rules.get(incident.rule_id)
            )
            for incident in going_on
        ),
        pauses=await pauses.in_force(now=now),
    )


def _own(batch: Batch, counted: Any) -> OwnBatch:
    return OwnBatch(
        id=batch.id,
        type=counted["type"],
        group=counted["name"] if counted["groups"] == 1 else "",
        logins=tuple(dict.fromkeys((counted["first"], counted["last"]))),
        channel=batch.channel,
        created_at=batch.created_at,
        size=batch.size,
        left=int(counted["open"]),
    )
