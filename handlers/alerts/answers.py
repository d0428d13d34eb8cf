"""What people answer to an alert: acknowledge, snooze, show the tasks."""

from datetime import timedelta

from handlers.access.authorize import Groups, change
from handlers.alerts.blocks import SNOOZES
from handlers.lists import surfaces
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.ids import Do
from handlers.slack.request import Request, number
from handlers.slack.services import Services
from handlers.slack.texts import duration
from handlers.words import list_state
from models.alerts import incidents
from models.alerts import rules as alert_rules
from models.domain.errors import Outdated
from models.domain.permissions import Action

_OVER = "That alert is over, or somebody has acknowledged it already."


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
    """Show tasks: those the alert is about, visible to this reader only."""
    await surfaces.show(list_state.decode(request.value), request, services)


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
        return list(rule.scope.groups) if rule else []

    return f"alert {incident_id}", groups
