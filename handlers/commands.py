"""What people type: ``/tasks …``."""

from collections.abc import Awaitable, Callable

from handlers import cards, creating, guide, operations, saving, surfaces, typed
from handlers.request import Request
from handlers.services import Services
from handlers.typed import Command


async def tasks(request: Request, services: Services) -> None:
    """Do what was typed after ``/tasks``; words that mean nothing get a sentence that helps."""
    command = typed.parse_command(request.text, me=request.user)
    await _DOES[command.verb](command, request, services)


async def _doctor(_: Command, request: Request, services: Services) -> None:
    found = await services.examine()
    await services.answer(request, guide.verdict(found), guide.findings(found))


_DOES: dict[str, Callable[[Command, Request, Services], Awaitable[None]]] = {
    "list": lambda command, *to: surfaces.show(command.sheet, *to),
    "new": lambda command, *to: creating.open_with(command.type, *to),
    "show": lambda command, *to: cards.show(command.ids[0], *to),
    "cancel": lambda command, *to: operations.cancel_named(command.ids, *to),
    "retry": lambda command, *to: operations.repeat_named(command.ids, *to),
    "views": lambda _, *to: saving.show_all(*to),
    "view": lambda command, *to: saving.show(command.name, *to),
    "doctor": _doctor,
    "help": lambda _, request, services: services.answer(request, "How to use Bellhop", guide.blocks()),
}
