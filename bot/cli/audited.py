"""A change that is made from the operator's shell, with its line in the audit."""

import getpass
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot import clock
from models.access import grants
from models.domain.permissions import Action, Actor, Deed
from models.sql import transaction, write_first

T = TypeVar("T")


async def change(
    action: Action, about: Callable[[T], str], do: Callable[[], Awaitable[T]], *, command: str
) -> T:
    """Do it and write down that it was done, in one transaction. Whoever has the shell may do everything.

    ``about`` says what was changed, by what came of it; empty: nothing was, and no line says so.
    """

    async def whole() -> T:
        await write_first()
        outcome = await do()
        if words := about(outcome):
            deed = Deed(action=action, about=words, command=command)
            await grants.record_done(_who(), deed, now=clock.now())
        return outcome

    return await transaction(whole)


def _who() -> Actor:
    """The user of the shell: ``shell:ana``."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        name = "unknown"
    return Actor(user=f"shell:{name}", subjects=(), place="command line")
