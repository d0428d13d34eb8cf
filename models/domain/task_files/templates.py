"""Parameters that differ from line to line: `{login}`, `{n}` and `{group}` stand for the line's own. Pure."""

import re
from collections.abc import Mapping

PLACES = ("login", "n", "group")
_PLACE = re.compile(r"\{([^{}]*)\}")
_SHOWN = 30  # characters


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each place filled; raise ValueError with a sentence for one that there is not.

    >>> filled("Shop {n} of {login}", {"login": "ann", "n": "3", "group": "emea"})
    'Shop 3 of ann'
    """

    def value(place: re.Match[str]) -> str:
        name = place[1].strip().lower()
        if name not in values:
            known = ", ".join(f"{{{one}}}" for one in PLACES)
            raise ValueError(f"{{{place[1][:_SHOWN]}}} is not a placeholder. Use {known}.")
        return values[name]

    return _PLACE.sub(value, text)
