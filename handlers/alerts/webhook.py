"""The form of a rule's webhook, and *Send a test* in it."""

from dataclasses import replace

from handlers.access.authorize import change
from handlers.alerts import present_rules, present_webhook
from handlers.alerts.blocks import WEBHOOK
from handlers.alerts.form_blocks import webhook_form
from handlers.alerts.rules import GONE, OPENS
from handlers.lists import surfaces
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.ids import Do, Form
from handlers.slack.request import Request, number
from handlers.slack.services import Services, WebhookAccess, Work
from handlers.words import typed_text
from models.alerts import rules as alert_rules
from models.alerts import webhooks
from models.alerts.webhooks import Destination
from models.domain.addresses import origin as origin_of
from models.domain.alerting.webhook import LEAST_KEY, PAGERDUTY, Shape
from models.domain.errors import BadRequest, CannotUnseal
from models.domain.permissions import Action
from models.domain.values.alerts import SavedAlertRule
from models.secrets.sealing import Sealer


async def open_form(rule: SavedAlertRule, request: Request, services: Services) -> None:
    """Webhook, in the menu of a rule."""
    view = present_webhook.form(await webhooks.get(rule.id))
    private = origins.pack(replace(origins.of(request), operation=rule.id))
    await services.slack.views_open(trigger_id=request.trigger_id, view=webhook_form(view, private=private))


@routing.checked_form(Form.ALERT_WEBHOOK)
async def accept(request: Request, services: Services) -> Work:
    """Save or remove the webhook; raise BadRequest with refusals by block id."""
    origin, sealer = origins.unpack(request.private), services.needed_sealer("key")
    wanted = await _wanted(origin.operation, request, needed(services), sealer)
    rule = await alert_rules.get(origin.operation)
    if rule is None:
        raise BadRequest({"shape": GONE})

    async def save() -> bool:
        if await alert_rules.get(rule.id, locked=True) is None:
            raise BadRequest({"shape": GONE})
        if wanted is None:
            return await webhooks.remove(rule.id)
        if await _kept(rule.id, sealer) == wanted:
            return False
        await webhooks.save(rule.id, wanted, str(origin_of(wanted.url)), sealer)
        return True

    where = str(origin_of(wanted.url)) if wanted else "none"
    about = f"{present_rules.named(rule)}: webhook {where}"
    done = await change(request, services, Action.EDIT_ALERTS, about, save)
    said = present_webhook.saved(where if wanted else "", changed=done)

    async def begin(request: Request, services: Services) -> None:
        await surfaces.reply(origin, request, services, said, [])

    return begin


@routing.click(Do.TEST_WEBHOOK)
async def test(request: Request, services: Services) -> None:
    """Send a test to the webhook as it is saved; the form says what became of it."""
    rule = await alert_rules.get(number(request.value))
    saved = await webhooks.get(rule.id) if rule else None
    if rule is None or saved is None:
        await services.answer(request, GONE)
        return
    about = f"{present_rules.named(rule)}: test of its webhook {saved.origin}"
    await change(request, services, Action.EDIT_ALERTS, about, lambda: webhooks.get(rule.id))
    said = await needed(services).test(rule.id)
    view = webhook_form(present_webhook.form(saved, said), private=request.private)
    await services.slack.views_update(view_id=request.view_id, view=view)


def needed(services: Services) -> WebhookAccess:
    """What reaches webhooks; raise BadRequest where this process has none."""
    if services.webhooks is None:
        raise BadRequest({"shape": "Webhooks cannot be reached from this process."})
    return services.webhooks


async def _wanted(
    rule_id: int, request: Request, access: WebhookAccess, sealer: Sealer
) -> Destination | None:
    """What the form asks for; None: no webhook. Raise BadRequest."""
    shape = "".join(request.chosen("shape", Do.FILL_ALERT))
    if shape == present_webhook.NONE:
        return None
    if shape not in {each.value for each in Shape}:
        raise BadRequest({"shape": "Choose where the alert is sent."})
    kept = await _kept(rule_id, sealer)
    url, key = (
        typed_text.plain("".join(request.chosen(name, Do.FILL_ALERT))).strip() for name in ("address", "key")
    )
    if not url:
        url = kept.url if kept and kept.shape == shape else PAGERDUTY if shape == Shape.PAGERDUTY else ""
    if why := access.refusal(url):
        raise BadRequest({"address": why})
    # A key is for whom it was given: another receiver gets a key of its own.
    if not key and kept and kept.shape == shape and origin_of(kept.url) == origin_of(url):
        key = kept.key
    if len(key) < LEAST_KEY or not key.isascii():
        raise BadRequest(
            {
                "key": f"Enter a key of at least {LEAST_KEY} letters and digits. A new address needs its key again."
            }
        )
    return Destination(shape=shape, url=url, key=key)


async def _kept(rule_id: int, sealer: Sealer) -> Destination | None:
    """What is stored; None also where no key opens it, so that it is typed anew."""
    try:
        return await webhooks.opened(rule_id, sealer)
    except CannotUnseal:
        return None


OPENS[WEBHOOK.value] = open_form
