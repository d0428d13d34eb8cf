"""The menu of one card in the list."""

from dataclasses import replace

from handlers.batches import operations, present_receipt
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.ids import Do, Entry
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.tasks import card
from handlers.words import list_state
from models.domain.values.batches.plans import Kind
from models.tasks import queries


@routing.click(Do.ROW_MENU)
async def choose(request: Request, services: Services) -> None:
    """Run the chosen entry for the card's task. Status note is a link that Slack opens itself."""
    task_id, state = list_state.of_block(request.block)
    match request.value:
        case Entry.DETAILS.value:
            await card.show(task_id, request, services)
        case Entry.CANCEL.value:
            await _do("cancel", task_id, state, request, services)
        case Entry.RETRY.value:
            await _retry(task_id, state, request, services)
        case _:
            return


async def _retry(task_id: int, state: str, request: Request, services: Services) -> None:
    """Re-execute at once, unless that would make a second page or business manager; then ask first."""
    if any(present_receipt.makes_a_second(row) for row in await queries.task_rows([task_id])):
        await operations.ask_repeat_of((task_id,), replace(request, value=state), services)
        return
    await _do("repeat", task_id, state, request, services)


async def _do(kind: Kind, task_id: int, state: str, request: Request, services: Services) -> None:
    progress = await operations.at_once(kind, [task_id], request, services)
    await operations.reply(progress, origins.of(request, state), request, services)
