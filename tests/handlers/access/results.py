"""How one sees that a change was made."""

from models.access.grants import GrantRow
from models.accounts.code_requests import CodeRequest
from models.accounts.holds import Hold
from models.alerts.digests import Digest
from models.alerts.incidents import Incident
from models.alerts.rules import AlertRule
from models.alerts.webhooks import AlertWebhook
from models.batches.approvals import Approval
from models.domain.lifecycle import Status
from models.domain.values.batches.approvals import ApprovalAnswer
from models.schedules.tables import Schedule
from models.tables.accounts import Account, Proxy
from models.tables.tasks import Batch, Task

WHO = "U0WHO"


async def has_a_step() -> bool:
    return await Batch.filter(then_type="close_notifications", then_by=WHO).exists()


async def a_proxy_answers() -> bool:
    return await Proxy.filter(answers=True).exists()


async def has_the_other_proxy() -> bool:
    return await Account.filter(proxy__host="10.0.0.2").exists()


async def a_code_is_given() -> bool:
    return await CodeRequest.filter(given_by=WHO).exists()


async def is_held() -> bool:
    return await Hold.filter(released_at=None).exists()


async def is_free() -> bool:
    return not await is_held()


async def is_canceled() -> bool:
    return await Task.filter(id=1, status=Status.CANCELED).exists()


async def is_waiting() -> bool:
    return await Task.filter(id=1, status=Status.WAITING).exists()


async def is_edited() -> bool:
    return (await Task.get(id=1)).params == {"page_name": "Store", "category": "Artist"}


async def has_two_batches() -> bool:
    return await Batch.filter(kind="create").count() > 1


async def is_asked() -> bool:
    return await Approval.filter(by=WHO).exists()


async def is_rejected() -> bool:
    return await Approval.filter(answer=ApprovalAnswer.REJECTED).exists()


async def has_a_schedule() -> bool:
    return await Schedule.filter(owner=WHO).exists()


async def is_a_schedule_paused() -> bool:
    return await Schedule.filter(paused_by=WHO).exists()


async def is_no_schedule_left() -> bool:
    return not await Schedule.filter(deleted_at=None).exists()


async def has_a_rule() -> bool:
    return await AlertRule.exists()


async def has_a_hook() -> bool:
    return await AlertWebhook.exists()


async def tested_hook() -> bool:
    return await AlertWebhook.filter(failure="tested").exists()


async def has_a_digest() -> bool:
    return await Digest.exists()


async def has_no_digest() -> bool:
    return not await has_a_digest()


async def is_muted() -> bool:
    return await AlertRule.filter(muted_by=WHO).exists()


async def is_acknowledged() -> bool:
    return await Incident.filter(acked_by=WHO).exists()


async def is_snoozed() -> bool:
    return await Incident.filter(snoozed_by=WHO).exists()


async def has_two_accounts() -> bool:
    return await Account.all().count() > 1


async def chen_is_viewer() -> bool:
    return await GrantRow.filter(subject="U0CHEN").exists()


async def ben_is_nothing() -> bool:
    return not await GrantRow.filter(subject="U0BEN").exists()
