"""What is somebody's own just now: batches in progress, accounts on hold; and the alerts that go on."""

from dataclasses import dataclass

from models.alerts import incidents
from models.alerts import rules as alert_rules
from models.alerts.incidents import Episode
from models.alerts.rules import AlertRule
from models.domain.lifecycle import LIVE, Status
from models.sql import rows
from models.tables.tasks import Batch

_LOOKED_AT = 20  # batches, the newest
_OPEN = [Status.WAITING.value, *(status.value for status in LIVE)]


@dataclass(frozen=True, kw_only=True)
class OwnBatch:
    """A batch that is not over."""

    type: str
    channel: str
    size: int
    left: int  # tasks that wait or are under way


@dataclass(frozen=True, kw_only=True)
class Mine:
    """All of it."""

    batches: tuple[OwnBatch, ...] = ()
    held: tuple[tuple[str, str], ...] = ()  # login, why
    alerts: tuple[tuple[Episode, AlertRule | None], ...] = ()


async def of(user: str) -> Mine:
    """What is theirs now: the newest first."""
    own = await Batch.filter(by=user, kind="create").order_by("-id").limit(_LOOKED_AT)
    counted = await rows(
        "SELECT batch_id, MIN(type) AS type, SUM(CASE WHEN status IN (:open) THEN 1 ELSE 0 END) AS open FROM task "
        "WHERE batch_id IN (:ids) GROUP BY batch_id",
        open=_OPEN,
        ids=[one.id for one in own],
    )
    left = {row["batch_id"]: row for row in counted if row["open"]}
    held = await rows(
        "SELECT a.login AS login, h.why AS why FROM hold h JOIN account a ON a.id = h.account_id "
        "WHERE h.released_at IS NULL AND a.owner = :user ORDER BY h.id DESC LIMIT 20",
        user=user,
    )
    going_on = await incidents.opened()
    rules = {rule.id: rule for rule in await alert_rules.every()} if going_on else {}
    return Mine(
        batches=tuple(
            OwnBatch(
                type=left[one.id]["type"], channel=one.channel, size=one.size, left=int(left[one.id]["open"])
            )
            for one in own
            if one.id in left
        ),
        held=tuple((row["login"], row["why"]) for row in held),
        alerts=tuple((one, rules.get(one.rule_id)) for one in going_on),
    )
