"""The message of an alert, and the call for an answer in its thread."""

from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock
from bot.outbox.readers import Outside, Unsure, sees
from bot.slack.pacing import MESSAGE, QUIET, TIER3, in_turn
from handlers.alerts import present
from handlers.alerts.blocks import alert
from handlers.slack import fallback
from handlers.slack.blocks import Block, section
from handlers.slack.services import NOT_THERE
from models.alerts import backlog, incidents, rules
from models.domain.values.alerts import IncidentDetail, SavedAlertRule

_NOT_TOLD = (
    "I could not tell <#{channel}> that too many tasks wait, since I am not in that channel, so you are told here. "
    "Type `/invite` there and pick me, or change the alert with `/tasks alerts`."
)
_log = structlog.get_logger()


async def tell(incident_id: int, outside: Outside, *, unsure: bool, has_waited: bool) -> None:
    """Post the incident's message, or edit it. One that was over before it was posted is not posted at all.

    ``has_waited``: Slack has not said for an hour who made the rule. That it fired must be seen all the same.
    """
    incident = await incidents.get(incident_id)
    if incident is None or not (incident.ts or incident.ended_at is None):
        return
    rule, slack = await rules.get(incident.rule_id), outside.slack
    hidden = await _why_hidden(rule, outside, has_waited=has_waited)
    message = await _rendered(incident, rule, hidden)
    if incident.ts:
        await in_turn("chat.update", TIER3)
        await slack.chat_update(channel=incident.channel, ts=incident.ts, **message)
        return
    await in_turn(f"message:{incident.channel}", MESSAGE)
    posted = await _post(incident, None if hidden else rule, message, slack)
    channel, ts = str(posted["channel"]), str(posted["ts"])
    await incidents.posted(incident.id, channel=channel, ts=ts, now=clock.now())
    if unsure:
        await slack.chat_postMessage(channel=channel, thread_ts=ts, text=present.SINCE_BEFORE, **QUIET)


async def call(incident_id: int, outside: Outside) -> None:
    """Call whoever made the rule, unless somebody has answered meanwhile."""
    incident = await incidents.get(incident_id)
    rule = await rules.get(incident.rule_id) if incident else None
    if incident is None or rule is None or incident.ended_at or incident.acked_at or not incident.ts:
        return
    if not await sees(rule.by, outside.people):
        return
    await in_turn(f"message:{incident.channel}", MESSAGE)
    await outside.slack.chat_postMessage(
        channel=incident.channel,
        thread_ts=incident.ts,
        text=present.call(incident, rule, now=clock.now()),
        **QUIET,
    )


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


async def _rendered(incident: IncidentDetail, rule: SavedAlertRule | None, hidden: str) -> dict[str, Any]:
    """``hidden``: the sentence that stands there instead of tasks."""
    now = clock.now()
    if hidden:
        return {"text": hidden, "blocks": [section(hidden)]}
    waits = (
        await backlog.backlog(group=rule.group, type=rule.type, now=now)
        if rule and incident.ended_at is None
        else None
    )
    view = present.alert(incident, rule, waits, now=now)
    blocks: list[Block] = alert(view)
    return {"text": fallback.words(blocks), "blocks": blocks}


async def _post(
    incident: IncidentDetail, rule: SavedAlertRule | None, message: dict[str, Any], slack: AsyncWebClient
) -> Any:
    """In the rule's channel; where the bot is not in it, to whoever made the rule."""
    try:
        return await slack.chat_postMessage(channel=incident.channel, **message, **QUIET)
    except SlackApiError as error:
        if error.response.get("error") not in NOT_THERE or rule is None:
            raise
        _log.warning("an alert's channel is closed", channel=incident.channel)
        text = _NOT_TOLD.format(channel=incident.channel)
        await slack.chat_postMessage(channel=rule.by, text=text, **QUIET)
        return await slack.chat_postMessage(channel=rule.by, **message, **QUIET)
