"""The form of who is called to a rule's alerts, and when."""

from dataclasses import replace

from handlers.alerts import on_call, present_rules
from handlers.alerts.blocks import CALLS
from handlers.alerts.form import CALLED, merged, read_calls
from handlers.alerts.form_blocks import calls_form
from handlers.alerts.rules import OPENS, private_of, save
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.ids import Form
from handlers.slack.request import Request
from handlers.slack.services import Services, Work
from models.domain.errors import BadRequest
from models.domain.values.alerts import AlertRuleInput, SavedAlertRule


async def open_form(rule: SavedAlertRule, request: Request, services: Services) -> None:
    """On call and timing, in the menu of a rule."""
    view = present_rules.calls_form(
        rule,
        on_call=await on_call.named(rule.on_call, services),
        then_call=await on_call.named(rule.then_call, services),
    )
    drawn = calls_form(view, private=private_of(rule, CALLED, request))
    await services.slack.views_open(trigger_id=request.trigger_id, view=drawn)


@routing.checked_form(Form.ALERT_CALLS)
async def accept(request: Request, services: Services) -> Work:
    """Save who is called; raise BadRequest with refusals by block id."""
    origin = origins.unpack(request.private)
    zone = str(await services.people.zone(request.user))
    typed = read_calls(request, AlertRuleInput(channel=""), zone=zone)
    first = await on_call.meant(typed.on_call, "on_call", services)
    then = await on_call.meant(typed.then_call, "then_call", services)
    if then and not typed.again:
        raise BadRequest({"again": "Enter after how many minutes the reminder comes, or leave both empty."})

    def wanted(rule: SavedAlertRule | None) -> AlertRuleInput:
        if rule is None:  # this form makes no rule
            raise BadRequest({"lasting": "Open this form from an alert in `/tasks alerts`."})
        own = replace(read_calls(request, rule, zone=zone), on_call=first, then_call=then)
        return merged(own, rule, origin.shown, CALLED)

    return await save(wanted, origin, request, services, at="lasting")


OPENS[CALLS.value] = open_form
