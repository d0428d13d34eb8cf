"""How the columns of a file of accounts were understood, what was changed of it and what accounts lose by it, as plain sentences. Pure."""

from collections.abc import Sequence

from handlers.slack.texts import count
from models.domain.account_files.header import Column
from models.domain.values.accounts import Losses

_MOST = 30  # columns named
_LOGINS = 3  # of accounts that lose something


def columns(given: Sequence[Column]) -> str:
    """One sentence: which column means what, and which are passed over; empty for lines without a header."""
    used = [f"{one.name} ({one.letter}) is {one.field}" for one in given if one.field]
    unused = [f"{one.name} ({one.letter})" for one in given if one.name and not one.field]
    parts = [f"Columns: {', '.join(used[:_MOST])}."] if used else []
    parts += [f"Not used: {', '.join(unused[:_MOST])}."] if unused else []
    return " ".join(parts)


def lost(losses: Losses) -> list[str]:
    """A sentence for each kind of what accounts lose."""
    proxies, needs = len(losses.proxy), len(losses.needs_proxy)
    return [
        *([f"{count(proxies, 'account')} would lose {'its' if proxies == 1 else 'their'} proxy: {_logins(losses.proxy)}."] if proxies else []),
        *([f"{count(needs, 'account')} would no longer need a proxy, and be used without one: {_logins(losses.needs_proxy)}."] if needs else []),
    ]  # fmt: skip


def _logins(logins: Sequence[str]) -> str:
    more = len(logins) - _LOGINS
    return ", ".join(logins[:_LOGINS]) + (f" and {more} more" if more > 0 else "")
