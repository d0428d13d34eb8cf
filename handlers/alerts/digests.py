"""``/tasks digest``: the daily digest of the day before, in this channel."""

import re

from handlers.access.authorize import change, need
from handlers.alerts import present_digest
from handlers.lists.hints import hint
from handlers.slack import routing
from handlers.slack.ids import Slash
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.words import filter_words
from handlers.words.command_words import Command
from models.alerts import digests
from models.domain.alerting.kinds import SCOPE
from models.domain.conditions import CONDITIONS, in_force
from models.domain.conversations import is_channel
from models.domain.errors import BadFilter
from models.domain.filters import TaskFilter
from models.domain.permissions import Action

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


@routing.verb(Slash.TASKS, "digest")
async def digest(command: Command, request: Request, services: Services) -> None:
    """Show when this channel gets its digest; with a time, and words of a filter, set it; with ``off``, stop it."""
    if not is_channel(request.channel):
        raise BadFilter("A digest belongs to a channel: type this in the channel that should get it.")
    if not command.words:
        await services.answer(request, present_digest.state(await digests.of(request.channel)))
        return
    need(request, Action.EDIT_ALERTS)
    (first, *more) = command.words
    at = _TIME.fullmatch(first)
    if not (at or (first.lower() == "off" and not more)):
        raise BadFilter("Write the time of day, such as `/tasks digest 09:00`, or `/tasks digest off`.")
    if at:
        scope = await _scope(" ".join(more), request)
        await _choose(f"{int(at[1]):02}:{at[2]}", scope, request, services)
    else:
        await _drop(request, services)
    await services.answer(request, present_digest.state(await digests.of(request.channel)))


async def _scope(words: str, request: Request) -> TaskFilter:
    """Of which tasks the digest is to be; raise BadFilter."""
    wanted = filter_words.parse_filter(words, me=request.user)
    if others := [each.word for each in CONDITIONS if each.name in in_force(wanted) - {*SCOPE}]:
        raise BadFilter(f"`{others[0]}:` cannot narrow a digest. Use `group:`, `type:` or `by:`.")
    if wanted.groups and (unknown := await hint(TaskFilter(groups=wanted.groups))):
        raise BadFilter(unknown.replace("*", ""))
    return wanted


async def _choose(at: str, scope: TaskFilter, request: Request, services: Services) -> None:
    zone = (await services.people.zone(request.user)).key
    await change(
        request,
        services,
        Action.EDIT_ALERTS,
        " ".join(filter(None, (f"digest in {request.channel} at {at}", filter_words.render(scope)))),
        lambda: digests.choose(
            request.channel, at, zone=zone, by=request.user, now=services.now(), scope=scope
        ),
    )


async def _drop(request: Request, services: Services) -> None:
    await change(
        request,
        services,
        Action.EDIT_ALERTS,
        f"no digest in {request.channel}",
        lambda: digests.drop(request.channel),
    )
