"""The message of an alert, and the call for an answer in its thread."""

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock
from bot.outbox import posting
from bot.outbox.readers import Outside, Unsure, sees
from bot.slack.pacing import MESSAGE, QUIET, TIER3, in_turn
from handlers.alerts import present
from handlers.alerts.blocks import alert
from handlers.slack import fallback
from handlers.slack.blocks import Block, section
from handlers.slack.fallback import Drawing
from handlers.slack.refusals import Handling
from models.alerts import incidents, reasons, rules
from models.domain.values.alerts import IncidentDetail, SavedAlertRule
from models.domain.values.pauses import concerning
from models.pauses import reading

_NOT_TOLD = (
    "I could not post an alert in <#{channel}>, because {why}, so I am telling you here. "
    "If Bellhop is missing there, add it with `/invite`, or change the alert with `/tasks alerts`."
)
_log = structlog.get_logger()


async def tell(incident_id: int, outside: Outside, *, unsure: bool, has_waited: bool) -> None:
    """Post the incident's message, or edit it. One that was over before it was posted is not posted at all.

    ``unsure``: it may stand there, so that its end is posted too. ``has_waited``: Slack has not said for an hour who made
    the rule. That it fired must be seen all the same.
    """
    incident, slack = await incidents.get(incident_id), outside.slack
    if incident is None or not (incident.ts or incident.ended_at is None or unsure):
        return
    if incident.ts:
        await in_turn("chat.update", TIER3)
        incident, message, _ = await _drawn(incident, outside, has_waited=has_waited)
        if await _is_edited(incident, message, slack):
            return
    await in_turn(f"message:{incident.channel}", MESSAGE)
    incident, message, person = await _drawn(incident, outside, has_waited=has_waited)
    if incident.ended_at and (incident.ts or not unsure):  # over while it waited for its turn
        return
    posted = await posting.post_or_direct(incident.channel, person, message, slack, told=_NOT_TOLD)
    channel, ts = str(posted["channel"]), str(posted["ts"])
    await outside.fence.record(lambda: incidents.posted(incident.id, channel=channel, ts=ts, now=clock.now()))
    if unsure:
        await slack.chat_postMessage(channel=channel, thread_ts=ts, text=present.SINCE_BEFORE, **QUIET)


async def _drawn(
    incident: IncidentDetail, outside: Outside, *, has_waited: bool
) -> tuple[IncidentDetail, Drawing, str]:
    """The incident as it is now, its message, and who may be told it directly: nobody who may not see it."""
    incident = await incidents.get(incident.id) or incident
    rule = await rules.get(incident.rule_id)
    hidden = await _why_hidden(rule, outside, has_waited=has_waited)
    return incident, await _rendered(incident, rule, hidden), rule.by if rule and not hidden else ""


async def _is_edited(incident: IncidentDetail, message: Drawing, slack: AsyncWebClient) -> bool:
    """Whether that is all: an alert that goes on is told anew where its message is gone or its channel closed."""
    try:
        await posting.edit(incident.channel, incident.ts, message, slack)
    except SlackApiError as error:
        handling = fallback.rule_of(error).handling
        if handling not in {Handling.DIRECT, Handling.STAY}:
            raise
        _log.warning("an alert's message cannot be edited", error=error.response.get("error"))
        return handling is Handling.STAY or incident.ended_at is not None
    return True


async def call(incident_id: int, outside: Outside) -> None:
    """Call whom the rule names for that, or whoever made it, unless somebody has answered meanwhile."""
    incident = await _unanswered(incident_id)
    if incident is None:
        return
    await in_turn(f"message:{incident.channel}", MESSAGE)
    incident = await _unanswered(incident_id)
    rule = await rules.get(incident.rule_id) if incident else None
    if incident is None or rule is None or not await sees(rule.by, outside.people):
        return
    words = Drawing(posting.told(present.call(incident, rule, now=clock.now()), outside))
    await posting.post_or_direct(
        incident.channel, rule.by, words, outside.slack, told=_NOT_TOLD, thread=incident.ts
    )


async def _unanswered(incident_id: int) -> IncidentDetail | None:
    """The incident, while it goes on, has its message, and nobody looks after it."""
    incident = await incidents.get(incident_id)
    if incident is None or incident.ended_at or incident.acked_at or not incident.ts:
        return None
    return incident


async def _why_hidden(rule: SavedAlertRule | None, outside: Outside, *, has_waited: bool) -> str:
    """What stands there where nothing may be shown, since whoever made the rule may not see it; else nothing."""
    if rule is None:
        return ""
    try:
        return "" if await sees(rule.by, outside.people) else present.hidden(rule)
    except Unsure as error:
        if not has_waited:
            raise
        _log.warning("an alert shows nothing", error=str(error), channel=rule.channel)
        return present.hidden_for_now(rule)


async def _rendered(incident: IncidentDetail, rule: SavedAlertRule | None, hidden: str) -> Drawing:
    """``hidden``: the sentence that stands there instead of tasks."""
    now = clock.now()
    if hidden:
        return Drawing(hidden, [section(hidden)])
    why = await reasons.reason(rule, now=now) if rule and incident.ended_at is None else None
    shows = present.tasks_of(rule) if rule and why and why.backlog else None
    pauses = concerning(await reading.in_force(now=now), shows) if shows else ()
    view = present.alert(incident, rule, why, pauses, now=now)
    blocks: list[Block] = alert(view)
    return Drawing(fallback.words(blocks), blocks)
