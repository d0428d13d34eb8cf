"""Webhooks of alert rules: where the incidents of a rule are told outside Slack, and whether that works.

The address and the key are sealed: many addresses let in whoever knows them.
"""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from dataclasses import dataclass
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from models.domain.text import SHORT
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer, webhook_place
from models.sql import rows
from models.tables.values import value_of


class AlertWebhook(Model):
    """The one webhook of a rule."""

    id = fields.IntField(primary_key=True, generated=False)  # of its rule
    shape = fields.CharField(20)
    origin = fields.CharField(300)  # of the address: all of it that is ever shown
    address = fields.BinaryField(null=True)
    key = fields.BinaryField(null=True)
    failed_at = fields.DatetimeField(null=True)  # when it did not take what it was told last; null: it did
    failure = fields.CharField(SHORT, default="")

    class Meta:
        table = "alert_webhook"


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """What may be shown of a webhook."""

    id: int  # of its rule
    shape: str
    origin: str
    failed_at: datetime | None
    failure: str


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where it is and its key, opened: never shown, never logged."""

    shape: str
    url: str
    key: str

    def __repr__(self) -> str:
        return f"Destination({self.shape})"


async def get(rule_id: int) -> Webhook | None:
    """The webhook of a rule."""
    webhook = await AlertWebhook.get_or_none(id=rule_id)
    return value_of(Webhook, webhook) if webhook else None


async def every() -> list[Webhook]:
    """Those of all rules."""
    return [value_of(Webhook, webhook) for webhook in await AlertWebhook.all().order_by("id")]


async def opened(rule_id: int, sealer: Sealer) -> Destination | None:
    """Where a rule's incidents are told; None: nowhere. Raise CannotUnseal."""
    webhook = await AlertWebhook.get_or_none(id=rule_id)
    if webhook is None or webhook.address is None or webhook.key is None:
        return None
    return Destination(
        shape=webhook.shape,
        url=sealer.open(webhook.address, place=webhook_place(rule_id, "address")),
        key=sealer.open(webhook.key, place=webhook_place(rule_id, "key")),
    )


async def save(rule_id: int, wanted: Destination, origin: str, sealer: Sealer) -> None:
    """Tell the incidents of a rule there, from what becomes of them next."""
    await rows(
        "INSERT INTO alert_webhook (id, shape, origin, address, key, failure) "
        "VALUES (:id, :shape, :origin, :address, :key, '') "
        "ON CONFLICT (id) DO UPDATE SET shape = excluded.shape, origin = excluded.origin, "
        "address = excluded.address, key = excluded.key, failed_at = NULL, failure = '' RETURNING id",
        id=rule_id,
        shape=str(wanted.shape),
        origin=origin,
        address=sealer.seal(wanted.url, place=webhook_place(rule_id, "address")),
        key=sealer.seal(wanted.key, place=webhook_place(rule_id, "key")),
    )


async def remove(rule_id: int) -> bool:
    """Forget it. False: there is none."""
    return bool(await AlertWebhook.filter(id=rule_id).delete())


async def enqueue(rule_id: int, incident_id: int, *, now: datetime) -> None:
    """Something became of an incident: tell the webhook of its rule, if it has one. Only inside a transaction."""
    if await AlertWebhook.exists(id=rule_id):
        await outbox.enqueue(MessageKind.WEBHOOK, incident_id, now=now)


async def took(rule_id: int) -> None:
    """It works."""
    await AlertWebhook.filter(id=rule_id).exclude(failure="").update(failed_at=None, failure="")


async def failed(rule_id: int, why: str, *, now: datetime) -> None:
    """It did not take what it was told; since when is kept from the first of several times."""
    await AlertWebhook.filter(id=rule_id, failed_at=None).update(failed_at=now)
    await AlertWebhook.filter(id=rule_id).update(failure=why[:SHORT])


async def forget_removed() -> None:
    """Forget those whose rule was removed, once the end of its incident was told."""
    await rows(
        "DELETE FROM alert_webhook WHERE id NOT IN (SELECT id FROM alert_rule) AND id NOT IN "
        "(SELECT e.rule_id FROM alert_episode e JOIN outbox o ON o.about = e.id WHERE o.kind = :kind "
        "AND o.state IN ('pending', 'sending')) RETURNING id",
        kind=str(MessageKind.WEBHOOK),
    )
