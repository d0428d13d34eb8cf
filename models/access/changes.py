"""A change by somebody's rights: authorized, done and audited in one transaction."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from models.access import grants
from models.domain.permissions import Actor, Deed
from models.sql import transaction, write_first

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Named:
    """What a change is about: as text, and the batch or operation by whose tasks the line of the audit is found."""

    words: str
    batch: int | None


About = str | Named
Groups = Callable[[], Awaitable[Sequence[str]]]
"""Returns the account groups that a change touches; called inside the transaction."""


async def change(
    actor: Actor,
    deed: Deed,
    about: About | Callable[[T | None], About],
    do: Callable[[], Awaitable[T]],
    groups: Groups | None,
    now: Callable[[], datetime],
) -> T:
    """Make a change if this person may. Raise Refused, which is not in the audit yet.

    ``deed`` says which action by which command. ``about`` may go by what came of it, such as a batch with its number; None
    before. Where ``do`` changed nothing, since it came too late or was so already (False, 0, or an empty list of what was
    changed), no line says that it was done. What ``do`` says nothing of (None) was done.
    """

    async def whole() -> T:
        await write_first()
        where = tuple(await groups()) if groups else ()
        asked = _about(replace(deed, groups=where), about, None)
        await grants.decide(actor, asked)
        outcome = await do()
        if _did_something(outcome):
            await grants.record_done(actor, _about(asked, about, outcome), now=now())
        return outcome

    return await transaction(whole)


def _about(deed: Deed, about: About | Callable[[T | None], About], outcome: T | None) -> Deed:
    named = about(outcome) if callable(about) else about
    if isinstance(named, str):
        return replace(deed, about=named)
    return replace(deed, about=named.words, batch=named.batch)


def _did_something(outcome: object) -> bool:
    return outcome is None or bool(outcome)
