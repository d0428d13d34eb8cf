"""A drawing into a conversation: as Slack takes it, and to its asker where the conversation does not take it at all."""

from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.outbox.readers import Outside
from bot.slack.pacing import QUIET
from handlers.batches import present_batch
from handlers.slack import fallback
from handlers.slack.blocks import Block
from handlers.slack.fallback import Drawing

_SENT_AGAIN = "Sent again because Slack did not confirm the first time. You may see it twice."
_log = structlog.get_logger()


def told(words: str, outside: Outside) -> str:
    """Words that are told once; where an earlier try may have reached Slack, they say so."""
    return f"{words}\n{_SENT_AGAIN}" if outside.unsure else words


async def say_again(channel: str, ts: str, outside: Outside) -> None:
    """Where an earlier try may have reached Slack, the thread of a message that is edited later says so."""
    if outside.unsure:
        await outside.slack.chat_postMessage(channel=channel, thread_ts=ts, text=present_batch.AGAIN, **QUIET)


async def post(channel: str, drawing: Drawing, slack: AsyncWebClient, *, thread: str = "") -> Any:
    """Post it, smaller where Slack refuses it as it is; return Slack's answer. Raises what Slack refuses for good."""
    posted: Any = None

    async def send(text: str, blocks: list[Block]) -> None:
        nonlocal posted
        posted = await slack.chat_postMessage(
            channel=channel, thread_ts=thread or None, text=text, blocks=blocks or None, **QUIET
        )

    await fallback.send(drawing, send)
    return posted


async def edit(channel: str, ts: str, drawing: Drawing, slack: AsyncWebClient) -> None:
    """Show it in a message that stands there, smaller where Slack refuses it as it is."""

    async def send(text: str, blocks: list[Block]) -> None:
        await slack.chat_update(channel=channel, ts=ts, text=text, blocks=blocks)

    await fallback.send(drawing, send)


async def post_or_direct(
    channel: str, person: str, drawing: Drawing, slack: AsyncWebClient, *, told: str, thread: str = ""
) -> Any:
    """Post it; where Slack refuses that for good, to this person, who is told why first.

    ``told``: a sentence with ``{channel}`` and ``{why}``.
    """
    try:
        return await post(channel, drawing, slack, thread=thread)
    except SlackApiError as error:
        rule = fallback.rule_of(error)
        if not rule.is_direct or not person or channel == person:
            raise
        _log.warning("told its asker instead", channel=channel, error=error.response.get("error"))
        await slack.chat_postMessage(channel=person, text=told.format(channel=channel, why=rule.why), **QUIET)
        return await post(person, drawing, slack)
