"""The reminder to whoever brought a file with secrets that still lies in Slack."""

from typing import Any

from slack_sdk.errors import SlackApiError

from bot import clock
from bot.outbox import posting
from bot.outbox.readers import Outside
from bot.slack.pacing import MESSAGE, QUIET, TIER4, in_turn
from handlers.accounts import present_import
from models.messages import brought_files
from models.messages.brought_files import PAUSES


async def remind(number: int, outside: Outside) -> None:
    """Look whether the file is still there, and say so. Nothing of an account is in it, so it needs no right."""
    left = await brought_files.get(number)
    if left is None:
        return
    await in_turn(f"message:{left.brought_by}", MESSAGE)  # the long wait: what is found out holds after it
    await in_turn("files.info", TIER4)
    try:
        found: Any = await outside.slack.files_info(file=left.file_id)
    except SlackApiError as error:
        if error.response.get("error") not in present_import.GONE:
            raise
        await outside.fence.record(lambda: brought_files.gone(left.file_id))
        return
    text = present_import.reminder(
        str(found["file"].get("permalink") or ""), is_last=left.reminders + 1 == len(PAUSES)
    )
    await outside.slack.chat_postMessage(channel=left.brought_by, text=posting.told(text, outside), **QUIET)
    await outside.fence.record(lambda: brought_files.reminded(number, now=clock.now()))
