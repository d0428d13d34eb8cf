"""The slash commands ``/tasks …``, ``/accounts …`` and ``/proxies …``. Each feature registers its verbs with ``slack.routing``."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers import help_page
from handlers.access.authorize import need
from handlers.accounts import words
from handlers.accounts.words import AccountCommand
from handlers.proxies import words as proxy_words
from handlers.proxies.words import ProxyCommand
from handlers.slack import routing
from handlers.slack.ids import Slash
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.words import command_words
from handlers.words.command_words import Command
from handlers.words.verbs import Verb, audited
from models.accounts import listing


@routing.command(Slash.TASKS)
async def tasks(request: Request, services: Services) -> None:
    """Run the command typed after ``/tasks``; unknown words raise BadFilter with a helpful sentence."""
    command = command_words.parse_command(request.text, me=request.user)
    wanted = command.state.filter
    if wanted.groups:
        groups = [await listing.group_meant(group) for group in wanted.groups]
        meant = replace(wanted, groups=tuple(dict.fromkeys(groups)))
        command = replace(command, state=replace(command.state, filter=meant))
    await _run_verb(Slash.TASKS, command_words.VERBS, command, request, services)


@routing.command(Slash.ACCOUNTS)
async def accounts(request: Request, services: Services) -> None:
    """Run the command typed after ``/accounts``."""
    command = words.parse(request.text, me=request.user)
    groups = [await listing.group_meant(group) for group in command.wanted.groups]
    meant = replace(command.wanted, groups=tuple(dict.fromkeys(groups)))
    await _run_verb(Slash.ACCOUNTS, words.VERBS, replace(command, wanted=meant), request, services)


@routing.command(Slash.PROXIES)
async def proxies(request: Request, services: Services) -> None:
    """Run the command typed after ``/proxies``."""
    command = proxy_words.parse(request.text)
    await _run_verb(Slash.PROXIES, proxy_words.VERBS, command, request, services)


@routing.verb(Slash.PROXIES, "help")
async def help_with_proxies(_: ProxyCommand, request: Request, services: Services) -> None:
    """``/proxies help``."""
    await services.answer(request, "How to use /proxies", help_page.proxy_blocks(request.may.may))


@routing.verb(Slash.TASKS, "help")
async def help_with_tasks(_: Command, request: Request, services: Services) -> None:
    """``/tasks help``."""
    await services.answer(request, "How to use Bellhop", help_page.blocks(request.may.may))


@routing.verb(Slash.ACCOUNTS, "help")
async def help_with_accounts(_: AccountCommand, request: Request, services: Services) -> None:
    """``/accounts help``."""
    await services.answer(request, "How to use /accounts", help_page.account_blocks(request.may.may))


@routing.verb(Slash.TASKS, "doctor")
async def doctor(_: Command, request: Request, services: Services) -> None:
    """``/tasks doctor``."""
    results = await services.examine()
    await services.answer(request, help_page.verdict(results), help_page.check_results(results))


async def _run_verb(
    slash: Slash,
    verbs: Mapping[str, Verb[Any]],
    command: Command | AccountCommand | ProxyCommand,
    request: Request,
    services: Services,
) -> None:
    """Run it if they may. From here on it is known by its verb: somebody may have typed a password after it."""
    told = audited(request.text, verbs, tasks=slash is Slash.TASKS)
    request = replace(request, verb=command.verb, text=told)
    need(request, verbs[command.verb].needs)
    await routing.verbs[slash, command.verb](command, request, services)
