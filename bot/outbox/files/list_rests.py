"""The lines of a list of tasks that were not created, as a file in its person's direct messages."""

from bot.outbox.readers import Outside, Unsure, reader
from bot.slack.direct_files import deliver
from handlers.slack.services import DirectFile
from handlers.tasks.many import present
from models.batches.lists import rests
from models.domain.errors import MayStand
from models.domain.permissions import Action, authorize
from models.domain.task_files.rest import rest_csv


async def send(number: int, outside: Outside) -> None:
    """Send them, unless their person may not create tasks any more: why a line was not created names accounts."""
    rest = await rests.get(number)
    if rest is None:
        return

    async def may() -> bool:
        return authorize((await reader(rest.by, outside.people)).may, Action.CREATE) is None

    async def ask() -> None:
        if not await may():
            raise Unsure(f"{rest.by} lost the right to create tasks meanwhile")

    if await may():
        data = rest_csv(rest.lines, type_id=rest.type)
        words = present.rest_words(rest.lines)
        file = DirectFile(user=rest.by, name=present.REST_FILE, words=words, file=data, ask=ask)
        try:
            await deliver(file, outside.slack)
        except MayStand as error:  # it may be there: better twice than never
            raise (error.__cause__ or error) from error
    await outside.fence.record(lambda: rests.came(number))
