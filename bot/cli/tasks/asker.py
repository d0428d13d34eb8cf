"""Whose rights a command on tasks goes by, and how it ends where it may not."""

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Annotated, NoReturn, TypeVar

import typer

from bot import clock, settings
from bot.settings import Settings
from models.access import changes, grants
from models.access.changes import About, Groups
from models.domain.conversations import is_person
from models.domain.errors import BadRequest, Refused
from models.domain.permissions import Actor, Authority, Deed, authorize

T = TypeVar("T")
By = Annotated[str, typer.Option("--as", help="Slack user id of who asks: by their rights, in their name")]
Channel = Annotated[
    str,
    typer.Option("--channel", help="Slack channel id for the message; without it, their direct messages"),
]
PLACE = "command line"


def need_person(by: str) -> None:
    """Stop where that is no Slack user id."""
    if not is_person(by):
        settings.stop("--as: write a Slack user id, such as U012ABCDEF.")


async def standing(user: str, config: Settings) -> tuple[Actor, Authority]:
    """Who asks, and what they may: without Slack, by what was granted to themselves."""
    if config.slack_bot_token:
        from bot.slack.pacing import slack_client  # slow to import
        from handlers.access.authorize import standing
        from handlers.slack.users import People

        return await standing(user, People(slack_client(config), admins=tuple(config.admins)), PLACE)
    actor = Actor(user=user, subjects=(user,), is_first_admin=user in config.admins, place=PLACE)
    return actor, await grants.of(actor)


async def need(actor: Actor, may: Authority, deed: Deed) -> None:
    """Raise Refused, with that audited, unless they may do it: before anything is frozen or shown."""
    refused = authorize(may, deed.action, deed.groups)
    if refused is not None:
        error = Refused(actor, deed, refused)
        await grants.refuse(error, now=clock.now())
        raise error


async def change(
    actor: Actor,
    deed: Deed,
    about: Callable[[T | None], About],
    do: Callable[[], Awaitable[T]],
    groups: Groups,
) -> T:
    """Authorized, done and audited in one transaction. Raise Refused, with that audited."""
    try:
        return await changes.change(actor, deed, about, do, groups, clock.now)
    except Refused as error:
        await grants.refuse(error, now=clock.now())
        raise


@contextmanager
def refusals(nothing: str) -> Generator[None]:
    """End with a sentence that begins with ``nothing``, such as "nothing was created", where it is refused."""
    try:
        yield
    except BadRequest as error:
        settings.stop(f"{nothing}.\n" + "\n".join(error.refusals.values()))
    except Refused as error:
        where = f" in {', '.join(error.groups)}" if error.groups else ""
        end(f"{nothing}: {error.actor.user} may not {error.deed.action.value} tasks{where}.")


def end(sentence: str) -> NoReturn:
    """Say why nothing was done, and end with 1: what was typed is right all the same."""
    typer.echo(f"bellhop: {sentence}", err=True)
    raise SystemExit(1)
