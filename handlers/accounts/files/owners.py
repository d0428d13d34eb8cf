"""Who is responsible for the accounts of a file, where it says so by handles and e-mail addresses."""

import asyncio
from collections.abc import Callable

from handlers.slack.members import Members

MOST_ADDRESSES = 50
"""Different addresses of one file: Slack answers about so many in a minute."""
_PATIENCE = 90.0  # seconds for one answer


def finder(members: Members) -> Callable[[str], str]:
    """Finds the owners of one file, for a reader in another thread than the running loop's."""
    loop = asyncio.get_running_loop()
    known: dict[str, str | ValueError] = {}

    def find(owner: str) -> str:
        key = owner.casefold()
        if key not in known:
            asked = sum(not name.startswith("@") for name in known)
            if not key.startswith("@") and asked >= MOST_ADDRESSES:
                raise ValueError(
                    f"owner {owner} was not looked up: a file can have up to {MOST_ADDRESSES} different e-mail addresses of "
                    "owners. Write Slack user ids, or @handles."
                )
            known[key] = _asked(members, owner, loop)
        found = known[key]
        if isinstance(found, ValueError):
            raise found
        return found

    return find


def _asked(members: Members, owner: str, loop: asyncio.AbstractEventLoop) -> str | ValueError:
    ask = members.by_handle if owner.startswith("@") else members.by_email
    try:
        return asyncio.run_coroutine_threadsafe(ask(owner), loop).result(_PATIENCE)
    except ValueError as error:
        return error
