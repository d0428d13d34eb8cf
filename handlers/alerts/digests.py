"""``/tasks digest``: the daily digest of the day before, in this channel."""

import re

from handlers.access.authorize import change, need
from handlers.alerts import present_digest
from handlers.slack import routing
from handlers.slack.ids import Slash, is_channel
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.words.command_words import Command
from models.alerts import digests
from models.domain.errors import BadFilter
from models.domain.permissions import Action

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


@routing.verb(Slash.TASKS, "digest")
async def digest(command: Command, request: Request, services: Services) -> None:
    """Show when this channel gets its digest; with a time, set it; with ``off``, stop it."""
    if not is_channel(request.channel):
        raise BadFilter("A digest belongs to a channel: type this in the channel that should get it.")
    if not command.words:
        await services.answer(request, present_digest.state(await digests.of(request.channel)))
        return
    need(request, Action.EDIT_ALERTS)
    (first, *more) = command.words
    at = _TIME.fullmatch(first)
    if more or not (at or first == "off"):
        raise BadFilter("Write the time of day, such as `/tasks digest 09:00`, or `/tasks digest off`.")
    if at:
        await _choose(f"{int(at[1]):02}:{at[2]}", request, services)
    else:
        await _drop(request, services)
    await services.answer(request, present_digest.state(await digests.of(request.channel)))


async def _choose(at: str, request: Request, services: Services) -> None:
    zone = (await services.people.zone(request.user)).key
    await change(
        request,
        services,
        Action.EDIT_ALERTS,
        f"digest in {request.channel} at {at}",
        lambda: digests.choose(request.channel, at, zone=zone, by=request.user, now=services.now()),
    )


async def _drop(request: Request, services: Services) -> None:
    await change(
        request,
        services,
        Action.EDIT_ALERTS,
        f"no digest in {request.channel}",
        lambda: digests.drop(request.channel),
    )
