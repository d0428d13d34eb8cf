"""Explains a filter without matches: a group or account that does not exist, and the likely intended one."""

import asyncio
from collections.abc import Sequence
from difflib import get_close_matches

from handlers.words import filter_words
from models.accounts import listing, logins
from models.domain.filters import TaskFilter

_MOST_NAMED = 10
_COMPARED = 40  # characters of a name: comparing takes the square of them


async def hint(wanted: TaskFilter) -> str:
    """A sentence for the empty list; empty when every group and account in the filter exists."""
    for group in wanted.groups:
        if sentence := await _of_group(group):
            return sentence
    return await _of_account(wanted.account) if wanted.account else ""


async def _of_group(name: str) -> str:
    known = await listing.groups()
    if name in known:
        return ""
    missing = f"*There is no group `{filter_words.shown(name)}`.*"
    if not known:
        return f"{missing} There are no groups yet: they come with the accounts."
    if near := await asyncio.to_thread(_nearest, name, known):  # of thousands it takes seconds
        return f"{missing} Did you mean {_as_word(TaskFilter(groups=(near,)))}?"
    named = ", ".join(_as_word(TaskFilter(groups=(group,))) for group in known[:_MOST_NAMED])
    return f"{missing} There {'is' if len(known) == 1 else 'are'} {named}{' …' if len(known) > _MOST_NAMED else ''}."


def _nearest(name: str, known: Sequence[str]) -> str:
    """The name most like this one; empty when none is like it."""
    folded = {group.casefold()[:_COMPARED]: group for group in known}
    near = get_close_matches(name.casefold()[:_COMPARED], list(folded), n=1, cutoff=0.5)
    return folded[near[0]] if near else ""


async def _of_account(name: str) -> str:
    if await logins.exists(name):
        return ""
    near = await logins.first_beginning(name)
    meant = f" Did you mean {_as_word(TaskFilter(account=near))}?" if near else ""
    missing = f"*There is no account `{filter_words.shown(name)}`.* `account:` matches the whole login or user id, exactly."
    return missing + meant


def _as_word(wanted: TaskFilter) -> str:
    return f"`{filter_words.shown(filter_words.render(wanted))}`"
