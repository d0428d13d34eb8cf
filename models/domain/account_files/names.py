"""Names of one file that mean the same, and ids whose digits a spreadsheet lost. Pure."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from models.domain.text import folded
from models.domain.values.accounts import AccountRecord

_LONG, _ZEROS = 15, 5  # digits a spreadsheet keeps; zeros at the end that are no chance any more


def one_spelling(
    records: Sequence[AccountRecord], groups: Iterable[str] = ()
) -> tuple[list[AccountRecord], list[str]]:
    """The records with one spelling of each group, that of ``groups`` where it exists; and what was changed.

    Names that differ in case, or in how Unicode composes their letters, are one group.
    """
    exact = set(groups)
    spelled = {_key(name): name for name in sorted(exact)}
    for record in records:
        spelled.setdefault(_key(record.group), unicodedata.normalize("NFC", record.group))
    others = dict[str, dict[str, None]]()
    kept = list[AccountRecord]()
    for record in records:
        name = record.group if record.group in exact else spelled[_key(record.group)]
        if name != record.group:
            others.setdefault(name, {})[record.group] = None
        kept.append(record if name == record.group else replace(record, group=name))
    return kept, [
        f"The group {name} is also written {', '.join(list(also)[:3])}; Bellhop takes them as one."
        for name, also in others.items()
    ]


def _key(name: str) -> str:
    return folded(unicodedata.normalize("NFC", name))


def lost_digits(ids: Sequence[tuple[int, str]]) -> list[int]:
    """The rows whose user id ends in zeros, beside others that do not, as a spreadsheet writes a number that is too long."""
    long = [(row, value) for row, value in ids if len(value) >= _LONG and value.isascii() and value.isdigit()]
    ended = [row for row, value in long if value.endswith("0" * _ZEROS)]
    beyond = [row for row, value in long if len(value) > _LONG + 1 and not value[_LONG:].strip("0")]
    if len(beyond) > 1 and len(beyond) == len([value for _, value in long if len(value) > _LONG + 1]):
        return beyond
    return ended if len(ended) < len(long) else []
