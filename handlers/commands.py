"""What people type: ``/tasks …``."""

from collections.abc import Awaitable, Callable

from handlers import help_page
from handlers.access import audit, grants
from handlers.access.authorize import need
from handlers.access.needs import TASK_VERBS
from handlers.alerts import digests, rules
from handlers.batches import operations
from handlers.exports import export
from handlers.lists import saved_views, surfaces
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.stats import show
from handlers.tasks import card, create
from handlers.words import command_words
from handlers.words.command_words import Command


async def tasks(request: Request, services: Services) -> None:
    """Do what was typed after ``/tasks``; words that mean nothing get a sentence that helps."""
    command = command_words.parse_command(request.text, me=request.user)
    need(request, TASK_VERBS[command.verb])
    await VERBS[command.verb](command, request, services)


async def _access(command: Command, request: Request, services: Services) -> None:
    if command.words:
        await grants.change_by_words(list(command.words), request, services)
    else:
        await grants.show(request, services)


async def _help(_: Command, request: Request, services: Services) -> None:
    await services.answer(request, "How to use Bellhop", help_page.blocks(request.may.may))


async def _doctor(_: Command, request: Request, services: Services) -> None:
    found = await services.examine()
    await services.answer(request, help_page.verdict(found), help_page.findings(found))


VERBS: dict[str, Callable[[Command, Request, Services], Awaitable[None]]] = {
    "list": lambda command, *to: surfaces.show(command.sheet, *to),
    "new": lambda command, *to: create.open_with(command.type, *to),
    "show": lambda command, *to: card.show(command.ids[0], *to),
    "cancel": lambda command, *to: operations.cancel_named(command.ids, *to),
    "retry": lambda command, *to: operations.repeat_named(command.ids, *to),
    "views": lambda _, *to: saved_views.show_all(*to),
    "view": lambda command, *to: saved_views.show(command.name, *to),
    "export": lambda command, *to: export.by_words(command, *to),
    "stats": lambda command, *to: show.show(command.sheet.filter, *to),
    "access": _access,
    "digest": lambda command, *to: digests.digest(command.words, *to),
    "alerts": lambda command, *to: rules.show(command.words, *to),
    "audit": lambda command, *to: audit.show(list(command.words), *to),
    "doctor": _doctor,
    "help": _help,
}
