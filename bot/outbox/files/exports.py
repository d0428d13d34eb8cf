"""An export whose process was lost: whoever asked for it is told."""

from bot import clock
from bot.outbox import posting
from bot.outbox.readers import Outside
from bot.slack.pacing import MESSAGE, QUIET, in_turn
from handlers.exports import present
from models.tasks import export_runs


async def lost(run_id: int, outside: Outside) -> None:
    """That it does not come, or may not have come. Nothing of any task is in it, so it needs no right."""
    export = await export_runs.get_lost(run_id)
    if export is None:
        return
    await in_turn(f"message:{export.asked_by}", MESSAGE)
    export = await export_runs.get_lost(run_id)
    if export is None:
        return
    zone = await outside.people.zone(export.asked_by)
    text = posting.told(present.lost(export, zone=zone, now=clock.now()), outside)
    await outside.slack.chat_postMessage(channel=export.asked_by, text=text, **QUIET)
