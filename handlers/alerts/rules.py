"""Alert rules: their list, the menu of each, and the form of what one watches."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Literal

from handlers.access.authorize import change, need
from handlers.access.needs import permitted
from handlers.alerts import present_rules
from handlers.alerts.blocks import CHANGE, MUTE, REMOVE, UNMUTE, rules
from handlers.alerts.form import WATCHED, fresh, merged, read, shown, typed_scope
from handlers.alerts.form_blocks import rule_form
from handlers.lists import surfaces
from handlers.lists.hints import hint
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.origin import Origin
from handlers.slack.request import Request, number
from handlers.slack.services import Services, Work
from handlers.words import shown_fields
from handlers.words.command_words import Command
from models.accounts import listing
from models.alerts import incidents
from models.alerts import rules as alert_rules
from models.domain.alerting.kinds import KINDS, Kind
from models.domain.conversations import is_channel
from models.domain.errors import BadRequest, Outdated
from models.domain.filters import TaskFilter
from models.domain.permissions import Action
from models.domain.values.alerts import AlertRuleInput, SavedAlertRule


class AlertGone(Exception):
    """Somebody removed the rule while its form was open."""


OPENS: dict[str, Callable[[SavedAlertRule, Request, Services], Awaitable[None]]] = {}
"""The entries of a rule's menu that open a form."""
GONE = "That alert is gone: somebody removed it."


@routing.verb(Slash.TASKS, "alerts")
async def show(command: Command, request: Request, services: Services) -> None:
    """``/tasks alerts``: all rules; ``/tasks alerts add``: the form of a new one."""
    if command.words == ("add",):
        need(request, Action.EDIT_ALERTS)
        await open_empty_form(request, services)
        return
    await services.answer(request, *await _drawn(request))


@routing.click(Do.TURN_ALERTS_BACK, Do.TURN_ALERTS_ON)
async def turn(request: Request, services: Services) -> None:
    """Previous and Next: the button's value is the page."""
    await services.redraw(request.response_url, *await _drawn(request, number(request.value)))


@routing.click(Do.ADD_ALERT)
async def open_empty_form(request: Request, services: Services) -> None:
    """Add alert, for the channel the request came from, if it is a channel."""
    channel = request.channel if is_channel(request.channel) else ""
    await _open_form(None, channel, request, services)


@routing.click(Do.RULE_MENU)
async def act(request: Request, services: Services) -> None:
    """The menu of one rule: change, mute, unmute or remove it. Its block is ``rule:ID:PAGE``."""
    _, rule_id, page = (request.block.split(":") + [""] * 3)[:3]
    rule = await alert_rules.get(number(rule_id))
    if rule is None:
        await services.answer(request, GONE)
        return
    if request.value in OPENS:
        await OPENS[request.value](rule, request, services)
        return
    now = services.now()
    changes = {
        MUTE.value: lambda: alert_rules.mute(rule.id, by=request.user, now=now),
        UNMUTE.value: lambda: alert_rules.unmute(rule.id),
        REMOVE.value: lambda: alert_rules.remove(rule.id, by=request.user, now=now),
    }
    if request.value not in changes:
        raise Outdated
    about = f"{present_rules.named(rule)}: {request.value}"
    done = await change(request, services, Action.EDIT_ALERTS, about, changes[request.value])
    left = _SO_ALREADY[request.value] if await alert_rules.get(rule.id) else GONE
    news = _DONE[request.value] if done else left
    await services.redraw(request.response_url, *await _drawn(request, number(page), news=news))


@routing.click(Do.CHOOSE_ALERT_KIND)
async def choose_kind(request: Request, services: Services) -> None:
    """Another kind was chosen: show its fields. What was typed for the former one does not count any more."""
    if request.value not in KINDS:
        raise Outdated
    origin = origins.unpack(request.private)
    stored = await alert_rules.get(origin.operation) if origin.operation else None
    rule = (
        stored
        if stored and stored.kind == request.value
        else fresh(request.value, stored or _new(origin.channel))
    )
    view = present_rules.form(rule, tuple(KINDS), is_new=not origin.operation)
    drawn = rule_form(view, private=request.private)
    await services.slack.views_update(view_id=request.view_id, view=drawn)


@routing.checked_form(Form.ALERT)
async def accept(request: Request, services: Services) -> Work:
    """Save what a rule watches; raise BadRequest with refusals by block id."""
    origin = origins.unpack(request.private)
    await _need_groups(request, await listing.groups())

    def wanted(rule: SavedAlertRule | None) -> AlertRuleInput:
        typed = read(request, rule or _new(""))
        return merged(typed, rule, origin.shown, WATCHED) if rule else typed

    return await save(wanted, origin, request, services, at="channel")


async def save(
    wanted: Callable[[SavedAlertRule | None], AlertRuleInput],
    origin: Origin,
    request: Request,
    services: Services,
    *,
    at: str,
) -> Work:
    """Make of the stored rule what a form says; None is stored for a new one. Return what shows the rules again.

    ``at``: the block at which it is said that the rule is gone.
    """
    try:
        done = await change(
            request,
            services,
            Action.EDIT_ALERTS,
            lambda saved: f"{present_rules.named(saved)}: save" if saved else "an alert: save",
            lambda: _save(wanted, origin, by=request.user, now=services.now()),
        )
    except AlertGone as error:
        raise BadRequest({at: GONE}) from error
    news = "Saved. These are the alerts now:" if done else "Nothing was changed. These are the alerts:"

    async def begin(request: Request, services: Services) -> None:
        drawn = await _drawn(request, news=news)
        await surfaces.reply(origin, request, services, *drawn)

    return begin


async def _save(
    wanted: Callable[[SavedAlertRule | None], AlertRuleInput], origin: Origin, *, by: str, now: datetime
) -> AlertRuleInput | Literal[False]:
    """The rule as it was saved; False where the form's person changed nothing. Raise BadRequest."""
    rule = await alert_rules.get(origin.operation, locked=True) if origin.operation else None
    if origin.operation and rule is None:
        raise AlertGone
    made = wanted(rule)
    if (
        rule
        and replace(rule, **{field.name: getattr(made, field.name) for field in fields(AlertRuleInput)})
        == rule
    ):
        return False
    await alert_rules.save(origin.operation, made, by=by, now=now)
    return made


async def _need_groups(request: Request, known: Sequence[str]) -> None:
    """Raise BadRequest where a group is named that does not exist: such an alert would never begin."""
    block, wanted = typed_scope(request)
    for name in wanted.groups:
        if name not in known:
            raise BadRequest({block: (await hint(TaskFilter(groups=(name,)))).replace("*", "")})


_DONE = {
    MUTE.value: "Muted: it posts nothing until you unmute it.",
    UNMUTE.value: "Unmuted.",
    REMOVE.value: "Removed.",
}
_SO_ALREADY = {
    MUTE.value: "It is muted already.",
    UNMUTE.value: "It is not muted.",
    REMOVE.value: "It was removed already.",
}


def _new(channel: str) -> AlertRuleInput:
    """What the form of a new rule begins with."""
    return fresh(Kind.WAITING, AlertRuleInput(channel=channel, kind=""))


async def _open_form(rule: SavedAlertRule | None, channel: str, request: Request, services: Services) -> None:
    view = present_rules.form(rule or _new(channel), tuple(KINDS), is_new=rule is None)
    drawn = rule_form(view, private=private_of(rule, WATCHED, request))
    await services.slack.views_open(trigger_id=request.trigger_id, view=drawn)


async def _change_form(rule: SavedAlertRule, request: Request, services: Services) -> None:
    await _open_form(rule, rule.channel, request, services)


OPENS[CHANGE.value] = _change_form


def private_of(rule: SavedAlertRule | None, names: tuple[str, ...], request: Request) -> str:
    """The private metadata of a form that shows these fields of a rule."""
    origin = origins.of(request)
    if rule:
        origin = replace(origin, operation=rule.id, shown=shown_fields.pack(shown(rule, names)))
    return origins.pack(origin)


async def _drawn(request: Request, page: int = 1, *, news: str = "") -> tuple[str, list[Block]]:
    firing = [incident.rule_id for incident in await incidents.opened()]
    view = present_rules.rules(await alert_rules.saved(), firing, page=page, news=news)
    return view.title, permitted(rules(view), request.may.may)
