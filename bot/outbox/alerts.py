"""The message of an alert, and the call for an answer in its thread."""

from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock
from bot.outbox.readers import Outside, sees
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


async def tell(incident_id: int, outside: Outside, *, unsure: bool) -> None:
    """Post the incident's message, or edit it. One that was over before it was posted is not posted at all."""
    incident = await incidents.get(incident_id)
    if incident is None or not (incident.ts or incident.ended_at is None):
        return
    rule, slack = await rules.get(incident.rule_id), outside.slack
    hidden = rule is not None and not await sees(rule.by, outside.people)
    message = await _rendered(incident, rule, hidden=hidden)
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


async def _rendered(incident: IncidentDetail, rule: SavedAlertRule | None, *, hidden: bool) -> dict[str, Any]:
    """``hidden``: whoever made the rule may not see tasks any more, so the message says that and shows none."""
    now = clock.now()
    if rule and hidden:
        return {"text": present.hidden(rule), "blocks": [section(present.hidden(rule))]}
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
