"""What people type: ``/tasks …``."""

from collections.abc import Awaitable, Callable

from handlers import auditing, cards, creating, granting, guide, operations, saving, surfaces, typed
from handlers.access import need
from handlers.request import Request
from handlers.services import Services
from handlers.typed import Command
from models.authority import Action


async def tasks(request: Request, services: Services) -> None:
    """Do what was typed after ``/tasks``; words that mean nothing get a sentence that helps."""
    command = typed.parse_command(request.text, me=request.user)
    action, do = _DOES[command.verb]
    need(request, action)
    await do(command, request, services)


async def _access(command: Command, request: Request, services: Services) -> None:
    if command.words:
        await granting.change_by_words(list(command.words), request, services)
    else:
        await granting.show(request, services)


async def _doctor(_: Command, request: Request, services: Services) -> None:
    found = await services.examine()
    await services.answer(request, guide.verdict(found), guide.findings(found))


_DOES: dict[str, tuple[Action, Callable[[Command, Request, Services], Awaitable[None]]]] = {
    "list": (Action.SEE, lambda command, *to: surfaces.show(command.sheet, *to)),
    "new": (Action.CREATE, lambda command, *to: creating.open_with(command.type, *to)),
    "show": (Action.SEE, lambda command, *to: cards.show(command.ids[0], *to)),
    "cancel": (Action.CANCEL, lambda command, *to: operations.cancel_named(command.ids, *to)),
    "retry": (Action.REPEAT, lambda command, *to: operations.repeat_named(command.ids, *to)),
    "views": (Action.SEE, lambda _, *to: saving.show_all(*to)),
    "view": (Action.SEE, lambda command, *to: saving.show(command.name, *to)),
    "access": (Action.ASK, _access),
    "audit": (Action.AUDIT, lambda command, *to: auditing.show(list(command.words), *to)),
    "doctor": (Action.EXAMINE, _doctor),
    "help": (
        Action.ASK,
        lambda _, request, services: services.answer(request, "How to use Bellhop", guide.blocks()),
    ),
}
