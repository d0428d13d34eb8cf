"""The nearest of very many names, without comparing with each of them. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

_BESIDE = 10  # names looked at on each side
_LIKE = 0.75  # see difflib: 1.0 is the same


def nearest(names: Iterable[str], known: Iterable[str]) -> Mapping[str, str]:
    """For each of these names the known one that is most like it; names that are like none are left out.

    A slip leaves the beginning or the end of a name right: beside its place among the known ones in the order of their
    letters, or of their letters backwards, stands what was meant.
    """
    forward = sorted(set(known))
    backward = sorted(name[::-1] for name in forward)
    found = dict[str, str]()
    for name in names:
        beside = [*_beside(name, forward), *(one[::-1] for one in _beside(name[::-1], backward))]
        if like := get_close_matches(name, list(dict.fromkeys(beside)), n=1, cutoff=_LIKE):
            found[name] = like[0]
    return found


def _beside(name: str, ordered: Sequence[str]) -> Sequence[str]:
    place = bisect_left(ordered, name)
    return ordered[max(place - _BESIDE, 0) : place + _BESIDE]
