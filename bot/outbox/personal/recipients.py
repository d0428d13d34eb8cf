"""To whom goes what somebody does not want as a direct message: to the next who may look after it, or the batch's channel."""

from collections.abc import Sequence

from bot.outbox import posting
from bot.outbox.readers import Outside, sees
from handlers.access.authorize import admins
from handlers.alerts.personal import present_notices
from handlers.slack.fallback import Drawing
from handlers.slack.users import People
from models.domain.conversations import is_channel, is_person
from models.domain.values.notices import Notice
from models.messages import notices


async def recipients(whom: Sequence[str], channel: str, people: People) -> list[str]:
    """Those of ``whom`` who want to be asked about accounts. Where somebody does not: then ``channel``, then the admins."""
    wanted = [person for person in whom if await notices.wants(person, Notice.ACCOUNTS)]
    if len(wanted) == len(whom):
        return wanted
    others = [admin for admin in await admins(people) if is_person(admin) and admin not in whom]
    wanting = [admin for admin in others if await notices.wants(admin, Notice.ACCOUNTS)]
    return [*wanted, *([channel] if is_channel(channel) else []), *wanting]


async def may_read(recipient: str, people: People) -> bool:
    """Whether it may stand there: a channel has the batch's notes anyway. Raise Unsure as ``sees``."""
    return is_channel(recipient) or await sees(recipient, people)


async def explain(whom: Sequence[str], channel: str, ts: str, outside: Outside) -> None:
    """Say under a question why it does not stand where it would."""
    first = next(iter(whom), "")
    if first and not await notices.wants(first, Notice.ACCOUNTS):
        await posting.post(channel, Drawing(present_notices.elsewhere(first)), outside.slack, thread=ts)
