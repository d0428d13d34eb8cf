"""Every way in which a person changes something: how to do it, and how to see that it was done."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from handlers.batches import present_batch
from handlers.slack import origin as origins
from handlers.slack.ids import Do, Form
from handlers.slack.origin import Origin
from models.access import grants
from models.batches import operations, plans
from models.domain.permissions import Grant, Role
from models.sql import transaction
from models.tables.tasks import Batch
from tests.handlers.access import results
from tests.handlers.access.deeds import accounts as account_deeds
from tests.handlers.access.deeds import alerts as alert_deeds
from tests.handlers.access.deeds import batches as batch_deeds
from tests.handlers.access.deeds import holds as hold_deeds
from tests.handlers.access.deeds import lists as list_deeds
from tests.handlers.access.deeds import order, pauses
from tests.handlers.access.deeds import proxies as proxy_deeds
from tests.handlers.access.deeds import schedules as schedule_deeds
from tests.handlers.access.deeds import steps as step_deeds
from tests.handlers.access.results import WHO
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change: the module that checks permission, its preparation, the request, and what shows that it was done."""

    module: str
    do: Callable[[BoltHarness, int], Awaitable[None]]  # the number is what ``prepare`` gave
    done: Callable[[], Awaitable[Any]]
    prepare: Callable[[], Awaitable[int]] | None = None
    by: str = "operator"  # who may


async def _asked() -> int:
    plan = await plans.plan_ids("cancel", [1], by=WHO, channel="C0OPS", now=NOW)
    return plan.id


async def _canceled() -> int:
    operation = await _asked()
    await operations.confirm(operation, by=WHO, now=NOW)
    await operations.step(operation, now=NOW)
    return operation


async def _granted() -> int:
    await transaction(lambda: grants.grant([Grant(subject="U0BEN", role=Role.VIEWER)], by="U0FIRST", now=NOW))
    return 0


async def _repeat(harness: BoltHarness, operation: int) -> None:
    await harness.submit(Form.CONFIRM_REPEAT, user=WHO, private=origins.pack(Origin(operation=operation)))


async def _approve(harness: BoltHarness, number: int) -> None:
    await harness.click(Do.APPROVE, user=WHO, value=str(number))


async def _reject(harness: BoltHarness, number: int) -> None:
    await harness.click(Do.REJECT, user=WHO, value=str(number))


async def _confirm(harness: BoltHarness, operation: int) -> None:
    await harness.submit(Form.CONFIRM_CANCEL, user=WHO, private=origins.pack(Origin(operation=operation)))


async def _undo(harness: BoltHarness, operation: int) -> None:
    await harness.click(Do.UNDO, user=WHO, value=str(operation))


async def _created() -> int:
    """Just now, by the clock of the conversation."""
    await Batch.all().update(created_at=NOW)
    return (await Batch.get()).id


async def _undo_batch(harness: BoltHarness, batch: int) -> None:
    await harness.click(Do.UNDO_BATCH, user=WHO, value=present_batch.token(batch, NOW))


async def _edit(harness: BoltHarness, _: int) -> None:
    typed = {"login": "login", "group": "emea"}
    values = {name: {Do.FILL_ACCOUNT: {"value": value}} for name, value in typed.items()}
    await harness.submit(Form.EDIT_ACCOUNT, user=WHO, values=values)


def _said(command: str, text: str) -> Callable[[BoltHarness, int], Awaitable[None]]:
    async def do(harness: BoltHarness, _: int) -> None:
        await harness.say(command, text, user=WHO)

    return do


_HOOK = partial(Change, module="alerts.webhook", by="admin")
CHANGES = {
    "create": Change(module="tasks.create", do=batch_deeds.create, done=results.has_two_batches),
    "create from a list": Change(
        module="tasks.many.create",
        do=list_deeds.create,
        done=results.has_two_batches,
        prepare=list_deeds.previewed,
    ),
    "ask a second person for a list": Change(
        module="tasks.many.create",
        do=list_deeds.create,
        done=results.is_asked,
        prepare=list_deeds.previewed_for_two,
    ),
    "ask a second person for a batch": Change(
        module="tasks.create", do=batch_deeds.create_for_two, done=results.is_asked
    ),
    "ask a second person for a re-execution": Change(
        module="batches.confirm", do=_repeat, done=results.is_asked, prepare=batch_deeds.planned
    ),
    "approve": Change(
        module="batches.approve", do=_approve, done=results.has_two_batches, prepare=batch_deeds.wished
    ),
    "reject": Change(
        module="batches.approve", do=_reject, done=results.is_rejected, prepare=batch_deeds.wished
    ),
    "edit a task": Change(
        module="tasks.edit", do=list_deeds.edit, done=results.is_edited, prepare=list_deeds.a_page_waits
    ),
    "confirm a cancel": Change(
        module="batches.confirm", do=_confirm, done=results.is_canceled, prepare=_asked
    ),
    "cancel by number": Change(
        module="batches.confirm", do=_said("/tasks", "cancel 1"), done=results.is_canceled
    ),
    "undo": Change(module="batches.operations", do=_undo, done=results.is_waiting, prepare=_canceled),
    "undo a new batch": Change(
        module="batches.batch_message", do=_undo_batch, done=results.is_canceled, prepare=_created
    ),
    "choose a second step": Change(
        module="batches.steps.form", do=step_deeds.choose, done=results.has_a_step, prepare=_created
    ),
    "hold": Change(module="accounts.holds", do=_said("/accounts", "hold emea00 away"), done=results.is_held),
    "release": Change(
        module="accounts.holds",
        do=_said("/accounts", "release emea00"),
        done=results.is_free,
        prepare=hold_deeds.held,
    ),
    "end a hold by a check": Change(
        module="accounts.hand_over.rights",
        do=hold_deeds.check_now,
        done=results.has_two_batches,
        prepare=hold_deeds.met,
        by="viewer",
    ),
    "give a one-time code": Change(
        module="accounts.hand_over.codes",
        do=hold_deeds.give_a_code,
        done=results.a_code_is_given,
        prepare=hold_deeds.a_worker_waits,
        by="viewer",
    ),
    "edit an account": Change(
        module="accounts.edit_form", do=_edit, done=results.has_two_accounts, by="admin"
    ),
    "import accounts": Change(
        module="accounts.csv_import",
        do=account_deeds.import_a_file,
        done=results.has_two_accounts,
        by="admin",
    ),
    "test proxies": Change(
        module="proxies.testing",
        do=_said("/proxies", "test"),
        done=results.a_proxy_answers,
        prepare=proxy_deeds.proxied,
    ),
    "replace a proxy": Change(
        module="proxies.replacing",
        do=proxy_deeds.replace_one,
        done=results.has_the_other_proxy,
        prepare=proxy_deeds.proxied,
        by="admin",
    ),
    "import proxies": Change(
        module="proxies.bring", do=proxy_deeds.import_a_list, done=results.has_the_other_proxy, by="admin"
    ),
    "make a schedule": Change(module="schedules.edit", do=schedule_deeds.make, done=results.has_a_schedule),
    "pause a schedule": Change(
        module="schedules.show",
        do=schedule_deeds.pause,
        done=results.is_a_schedule_paused,
        prepare=schedule_deeds.scheduled,
    ),
    "delete a schedule": Change(
        module="schedules.show",
        do=schedule_deeds.delete,
        done=results.is_no_schedule_left,
        prepare=schedule_deeds.scheduled,
    ),
    "run next": Change(module="tasks.order", do=order.run_next, done=order.is_next),
    "pause": Change(module="pauses.begin", do=pauses.pause, done=pauses.is_paused),
    "resume": Change(module="pauses.show", do=pauses.resume, done=pauses.is_resumed, prepare=pauses.paused),
    "make an alert": Change(module="alerts.rules", do=alert_deeds.alert, done=results.has_a_rule, by="admin"),
    "set a webhook": _HOOK(do=alert_deeds.webhook, done=results.has_a_hook, prepare=alert_deeds.ruled),
    "test a webhook": _HOOK(do=alert_deeds.test_hook, done=results.tested_hook, prepare=alert_deeds.hooked),
    "mute an alert": Change(
        module="alerts.rules",
        do=alert_deeds.mute,
        done=results.is_muted,
        prepare=alert_deeds.ruled,
        by="admin",
    ),
    "acknowledge": Change(
        module="alerts.answers",
        do=alert_deeds.acknowledge,
        done=results.is_acknowledged,
        prepare=alert_deeds.alerted,
    ),
    "snooze": Change(
        module="alerts.answers", do=alert_deeds.snooze, done=results.is_snoozed, prepare=alert_deeds.alerted
    ),
    "choose a digest": Change(
        module="alerts.digests", do=_said("/tasks", "digest 09:00"), done=results.has_a_digest, by="admin"
    ),
    "end a digest": Change(
        module="alerts.digests",
        do=_said("/tasks", "digest off"),
        done=results.has_no_digest,
        prepare=alert_deeds.digested,
        by="admin",
    ),
    "give access": Change(
        module="access.grants",
        do=_said("/tasks", "access <@U0CHEN> viewer"),
        done=results.chen_is_viewer,
        by="admin",
    ),
    "take access": Change(
        module="access.grants",
        do=_said("/tasks", "access <@U0BEN> none"),
        done=results.ben_is_nothing,
        prepare=_granted,
        by="admin",
    ),
}
