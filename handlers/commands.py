"""What people type: ``/tasks …``."""

from handlers import cards, creating, guide, operations, saving, surfaces, typed
from handlers.request import Request
from handlers.services import Services


async def tasks(request: Request, services: Services) -> None:
    """Do what was typed after ``/tasks``; words that mean nothing get a sentence that helps."""
    command = typed.parse_command(request.text, me=request.user)
    match command.verb:
        case "new":
            await creating.open_with(command.type, request, services)
        case "show":
            await cards.show(command.ids[0], request, services)
        case "cancel":
            await operations.cancel_named(command.ids, request, services)
        case "retry":
            await operations.repeat_named(command.ids, request, services)
        case "views":
            await saving.show_all(request, services)
        case "view":
            await saving.show(command.name, request, services)
        case "help":
            await services.answer(request, "How to use Bellhop", guide.blocks())
        case _:
            await surfaces.show(command.sheet, request, services)
