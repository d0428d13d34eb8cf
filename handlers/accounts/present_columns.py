"""How the columns of a file of accounts were understood, and what was changed of it, as plain sentences. Pure."""

from collections.abc import Sequence

from models.domain.account_files.header import Column

_MOST = 30  # columns named


def columns(given: Sequence[Column]) -> str:
    """One sentence: which column means what, and which are passed over; empty for lines without a header."""
    used = [f"{one.name} ({one.letter}) is {one.field}" for one in given if one.field]
    unused = [f"{one.name} ({one.letter})" for one in given if one.name and not one.field]
    parts = [f"Columns: {', '.join(used[:_MOST])}."] if used else []
    parts += [f"Not used: {', '.join(unused[:_MOST])}."] if unused else []
    return " ".join(parts)
