"""Somebody's daily summary: nothing is sent where there is nothing to say."""

from bot import clock
from bot.outbox import posting
from bot.outbox.readers import Outside, sees
from bot.slack.pacing import MESSAGE, in_turn
from handlers.alerts.personal import present_notices
from handlers.slack.fallback import Drawing
from models.messages import notices


async def tell(number: int, outside: Outside) -> None:
    """What ended of their tasks within a day, and what needs them now."""
    person = await notices.whose(number)
    if not person:
        return
    await in_turn(f"message:{person}", MESSAGE)
    words = present_notices.day(await notices.own_day(person, now=clock.now()))
    if words and await notices.whose(number) and await sees(person, outside.people):
        await posting.post(person, Drawing(posting.told(words, outside)), outside.slack)
