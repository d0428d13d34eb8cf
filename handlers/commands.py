"""What people type: ``/tasks …``."""

from collections.abc import Awaitable, Callable

from handlers import (
    alerting,
    auditing,
    cards,
    creating,
    digesting,
    exporting,
    granting,
    guide,
    operations,
    saving,
    stats,
    surfaces,
    typed,
)
from handlers.access import need
from handlers.doors import TASK_VERBS
from handlers.request import Request
from handlers.services import Services
from handlers.typed import Command


async def tasks(request: Request, services: Services) -> None:
    """Do what was typed after ``/tasks``; words that mean nothing get a sentence that helps."""
    command = typed.parse_command(request.text, me=request.user)
    need(request, TASK_VERBS[command.verb])
    await VERBS[command.verb](command, request, services)


async def _access(command: Command, request: Request, services: Services) -> None:
    if command.words:
        await granting.change_by_words(list(command.words), request, services)
    else:
        await granting.show(request, services)


async def _help(_: Command, request: Request, services: Services) -> None:
    await services.answer(request, "How to use Bellhop", guide.blocks(request.may.may))


async def _doctor(_: Command, request: Request, services: Services) -> None:
    found = await services.examine()
    await services.answer(request, guide.verdict(found), guide.findings(found))


VERBS: dict[str, Callable[[Command, Request, Services], Awaitable[None]]] = {
    "list": lambda command, *to: surfaces.show(command.sheet, *to),
    "new": lambda command, *to: creating.open_with(command.type, *to),
    "show": lambda command, *to: cards.show(command.ids[0], *to),
    "cancel": lambda command, *to: operations.cancel_named(command.ids, *to),
    "retry": lambda command, *to: operations.repeat_named(command.ids, *to),
    "views": lambda _, *to: saving.show_all(*to),
    "view": lambda command, *to: saving.show(command.name, *to),
    "export": lambda command, *to: exporting.by_words(command, *to),
    "stats": lambda command, *to: stats.show(command.sheet.filter, *to),
    "access": _access,
    "digest": lambda command, *to: digesting.digest(command.words, *to),
    "alerts": lambda command, *to: alerting.show(command.words, *to),
    "audit": lambda command, *to: auditing.show(list(command.words), *to),
    "doctor": _doctor,
    "help": _help,
}
