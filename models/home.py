"""What is somebody's own just now: batches in progress, accounts on hold; and the alerts that go on."""

from models.alerts import incidents
from models.alerts import rules as alert_rules
from models.domain.lifecycle import LIVE, Status
from models.domain.values.home import HomeSummary, OngoingAlert, OwnBatch
from models.sql import rows
from models.tables.tasks import Batch

_LOOKED_AT = 20  # batches, the newest
_OPEN = [Status.WAITING.value, *(status.value for status in LIVE)]


async def of(user: str) -> HomeSummary:
    """What is theirs now: the newest first."""
    own = await Batch.filter(by=user, kind="create").order_by("-id").limit(_LOOKED_AT)
    counted = await rows(
        "SELECT batch_id, MIN(type) AS type, SUM(CASE WHEN status IN (:open) THEN 1 ELSE 0 END) AS open FROM task "
        "WHERE batch_id IN (:ids) GROUP BY batch_id",
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
    return HomeSummary(
        batches=tuple(
            OwnBatch(
                type=left[batch.id]["type"],
                channel=batch.channel,
                size=batch.size,
                left=int(left[batch.id]["open"]),
            )
            for batch in own
            if batch.id in left
        ),
        held=tuple((row["login"], row["why"]) for row in held),
        alerts=tuple(
            OngoingAlert(count=incident.count, channel=incident.channel, rule=rules.get(incident.rule_id))
            for incident in going_on
        ),
    )
