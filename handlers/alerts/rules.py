"""Alerts on waiting tasks: the rules, and the answers to an alert."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from handlers.access.authorize import Groups, change, need
from handlers.access.needs import permitted
from handlers.alerts import present
from handlers.alerts.blocks import CHANGE, MUTE, REMOVE, SNOOZES, UNMUTE, rule_form, rules
from handlers.alerts.form import merged, read, shown
from handlers.lists import surfaces
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.blocks import Block, option
from handlers.slack.ids import Do, Form, Slash, is_channel
from handlers.slack.origin import Origin
from handlers.slack.request import Request, number
from handlers.slack.services import Services, Work
from handlers.slack.texts import duration
from handlers.words import list_state, shown_fields
from handlers.words.command_words import Command
from models.accounts import listing
from models.alerts import incidents
from models.alerts import rules as alert_rules
from models.domain.errors import BadRequest, Outdated
from models.domain.permissions import Action
from models.domain.values.alerts import AlertRuleInput, SavedAlertRule

_GONE = "That alert is gone: somebody removed it."
_OVER = "That alert is over, or somebody has acknowledged it already."


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
        await services.answer(request, _GONE)
        return
    if request.value == CHANGE.value:
        await _open_form(rule, rule.channel, request, services)
        return
    now = services.now()
    changes = {
        MUTE.value: lambda: alert_rules.mute(rule.id, by=request.user, now=now),
        UNMUTE.value: lambda: alert_rules.unmute(rule.id),
        REMOVE.value: lambda: alert_rules.remove(rule.id, by=request.user, now=now),
    }
    if request.value not in changes:
        raise Outdated
    about = f"{present.named(rule)}: {request.value}"
    done = await change(request, services, Action.EDIT_ALERTS, about, changes[request.value])
    left = _SO_ALREADY[request.value] if await alert_rules.get(rule.id) else _GONE
    news = _DONE[request.value] if done else left
    await services.redraw(request.response_url, *await _drawn(request, number(page), news=news))


@routing.suggestion(Do.CHOOSE_ALERT_GROUP)
async def suggest_groups(request: Request) -> list[Block]:
    """All groups, and those whose name contains what was typed."""
    return [option(choice) for choice in present.groups(await listing.groups(), request.typed)]


@routing.checked_form(Form.ALERT)
async def accept(request: Request, services: Services) -> Work:
    """Save the rule from the form; raise BadRequest with refusals by block id."""
    origin = origins.unpack(request.private)
    wanted = read(request, zone=str(await services.people.zone(request.user)))
    done = await change(
        request,
        services,
        Action.EDIT_ALERTS,
        lambda saved: f"{present.named(saved or wanted)}: save",
        lambda: _save(wanted, origin, by=request.user, now=services.now()),
    )
    news = "Saved. These are the alerts now:" if done else "Nothing was changed. These are the alerts:"

    async def begin(request: Request, services: Services) -> None:
        drawn = await _drawn(request, news=news)
        await surfaces.reply(origin, request, services, *drawn)

    return begin


async def _save(
    wanted: AlertRuleInput, origin: Origin, *, by: str, now: datetime
) -> AlertRuleInput | Literal[False]:
    """The rule as it was saved; False where the form's person changed nothing. Raise BadRequest."""
    if origin.operation:
        rule = await alert_rules.get(origin.operation, locked=True)
        if rule is None:
            raise BadRequest({"channel": _GONE})
        wanted = merged(wanted, rule, origin.shown)
        if (shown(wanted), wanted.zone) == (shown(rule), rule.zone):
            return False
    await alert_rules.save(origin.operation, wanted, by=by, now=now)
    return wanted


@routing.click(Do.ACKNOWLEDGE)
async def acknowledge(request: Request, services: Services) -> None:
    """Acknowledge: this person looks after the incident."""
    incident, now = number(request.value), services.now()
    if not await _is_told_here(incident, request):
        await services.answer(request, origins.ELSEWHERE)
        return
    about, groups = await _of(incident)
    done = await change(
        request,
        services,
        Action.ANSWER_ALERTS,
        f"{about}: acknowledge",
        lambda: incidents.acknowledge(incident, by=request.user, now=now),
        groups,
    )
    if not done:
        await services.answer(request, _OVER)


@routing.click(Do.SNOOZE)
async def snooze(request: Request, services: Services) -> None:
    """Snooze: no reminders for a while."""
    if request.value not in {choice.value for choice in SNOOZES}:
        raise Outdated
    incident, now = number(request.block.partition(":")[2]), services.now()
    if not await _is_told_here(incident, request):
        await services.answer(request, origins.ELSEWHERE)
        return
    length = timedelta(minutes=int(request.value))
    about, groups = await _of(incident)
    done = await change(
        request,
        services,
        Action.ANSWER_ALERTS,
        f"{about}: snooze for {duration(length)}",
        lambda: incidents.snooze(incident, until=now + length, by=request.user, now=now),
        groups,
    )
    if not done:
        await services.answer(request, _OVER)


@routing.click(Do.SHOW_ALERTED)
async def show_tasks(request: Request, services: Services) -> None:
    """Show tasks: the waiting tasks, visible to this reader only."""
    await surfaces.show(list_state.decode(request.value), request, services)


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


async def _open_form(rule: SavedAlertRule | None, channel: str, request: Request, services: Services) -> None:
    view = present.form(rule, channel=channel)
    origin = origins.of(request)
    if rule:
        origin = replace(origin, operation=rule.id, shown=shown_fields.pack(shown(rule)))
    drawn = rule_form(view, private=origins.pack(origin))
    await services.slack.views_open(trigger_id=request.trigger_id, view=drawn)


async def _drawn(request: Request, page: int = 1, *, news: str = "") -> tuple[str, list[Block]]:
    firing = [incident.rule_id for incident in await incidents.opened()]
    view = present.rules(await alert_rules.saved(), firing, page=page, news=news)
    return view.title, permitted(rules(view), request.may.may)


async def _is_told_here(incident_id: int, request: Request) -> bool:
    """Whether it is this incident's message; one that is gone is told to be over."""
    incident = await incidents.get(incident_id)
    return incident is None or origins.is_on(
        request, channel=incident.channel, ts=incident.ts, since=incident.began_at
    )


async def _of(incident_id: int) -> tuple[str, Groups]:
    """Return (the incident as text for the audit, its account groups, asked inside the transaction)."""
    incident = await incidents.get(incident_id)
    rule = await alert_rules.get(incident.rule_id) if incident else None

    async def groups() -> list[str]:
        return [rule.group] if rule and rule.group else []

    return f"alert {incident_id}", groups
