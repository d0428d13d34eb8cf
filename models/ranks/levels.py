"""In which order waiting tasks begin: levels, ranks within them, and whose turn it is. Pure.

A task's rank is a number that is given once, when it begins to wait: the smallest begins first. The k-th task of a batch
gets the rank that is next now, plus k: so the tasks of two batches alternate, however large one of them is. Each level has
a range of ranks of its own. So that nothing waits for ever behind what people put before it, a worker now and then takes
what waits longest.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

_SPAN = 10**12  # ranks of a level
NOWHERE = 2 * _SPAN
"""The rank of what gets one in a moment: of no level."""
_NEXT_IN_A_ROW = 3  # then one of another level
_OLDEST_EVERY = 4  # of the others: the one that waits longest
_LATER_EVERY = 4  # of those: of any level


class Level(StrEnum):
    """What begins before what."""

    NEXT = "next"
    NORMAL = "normal"
    LATER = "later"

    @property
    def begins(self) -> int:
        """Its smallest rank."""
        return {Level.NEXT: -_SPAN, Level.NORMAL: 0, Level.LATER: _SPAN}[self]

    @property
    def ends(self) -> int:
        """The first rank after it."""
        return self.begins + _SPAN

    @classmethod
    def of(cls, rank: int) -> "Level":
        """The level of a rank.

        >>> [Level.of(rank).value for rank in (-1, 0, 10**12)]
        ['next', 'normal', 'later']
        """
        return next((level for level in cls if rank < level.ends), cls.LATER)


class Turn(Enum):
    """Which task a worker takes."""

    FIRST = auto()  # the first by rank
    NOT_NEXT = auto()  # the first that nobody put before all others
    OLDEST = auto()  # the oldest of the normal level, unless one is to run next
    OLDEST_OF_ALL = auto()  # the same, of what is to run later too


@dataclass
class Turns:
    """The turns of one worker: what it took so far says what it takes now."""

    nexts: int = 0  # taken one after another from the level before all others
    others: int = 0  # taken from the other levels

    def now(self) -> Turn:
        """Whose turn it is."""
        if self.nexts >= _NEXT_IN_A_ROW:
            return Turn.NOT_NEXT
        if (self.others + 1) % (_OLDEST_EVERY * _LATER_EVERY) == 0:
            return Turn.OLDEST_OF_ALL
        return Turn.OLDEST if (self.others + 1) % _OLDEST_EVERY == 0 else Turn.FIRST

    def took(self, rank: int) -> None:
        """A task of this rank was taken."""
        if Level.of(rank) is Level.NEXT:
            self.nexts += 1
        else:
            self.nexts, self.others = 0, self.others + 1


def ranked(accounts: list[int], first: int, last: dict[int, int]) -> list[int]:
    """The ranks of tasks for these accounts, one after another from ``first`` on.

    ``last``: of accounts for which some wait already the last one's rank: tasks of one account keep their order.

    >>> ranked([7, 8, 7], 5, {8: 9})
    [5, 10, 7]
    """
    ranks: list[int] = []
    for place, account in enumerate(accounts):
        last[account] = max(first + place, last.get(account, first - 1) + 1)
        ranks.append(last[account])
    return ranks
