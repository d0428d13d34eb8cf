"""How much one person may send at once: a burst, then a steady rate; who sends more is told once and then not heard.

In memory, of this process: it is asked before anything is stored, and what it lets through is bounded, so is what it
remembers. Others are not slowed by anybody. Forms that are sent count too: one that is refused stays open to be sent again.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from handlers.slack.blocks import modal, section
from handlers.slack.request import Body

RATE = 1.0  # requests a second, after the burst
PAUSE = 30.0  # seconds in which somebody who sent more is not heard
_MOST_KNOWN = 10_000  # people remembered: those heard last
_SENTENCE = (
    "Bellhop takes {burst} commands, clicks or forms in a row from one person, then one a second. Nothing was done, and "
    "this form keeps what you typed: send it again in {pause:.0f} seconds."
)


class Heard(Enum):
    """What becomes of a request."""

    YES = auto()
    TOLD = auto()  # not done, and the person is told why
    NO = auto()  # not done, and they were told already


@dataclass
class _Left:
    requests: float
    at: float
    silent_until: float = 0.0


class RequestLimit:
    """Counts what each person sends. ``burst`` of 0: no limit."""

    def __init__(self, burst: int, now: Callable[[], float] = time.monotonic) -> None:
        self.burst = burst
        self._now = now
        self._people: OrderedDict[str, _Left] = OrderedDict()

    @property
    def known(self) -> int:
        """How many people are remembered."""
        return len(self._people)

    def hears(self, user: str) -> Heard:
        """Count one request of this person."""
        if not self.burst:
            return Heard.YES
        now = self._now()
        left = self._people.setdefault(user, _Left(self.burst, now))
        self._people.move_to_end(user)
        while len(self._people) > _MOST_KNOWN:
            self._people.popitem(last=False)
        if now < left.silent_until:
            return Heard.NO
        left.requests = min(self.burst, left.requests + (now - left.at) * RATE)
        left.at = now
        if left.requests >= 1:
            left.requests -= 1
            return Heard.YES
        left.silent_until = now + PAUSE
        left.requests, left.at = self.burst, left.silent_until
        return Heard.TOLD


def too_many(body: Body, burst: int) -> dict[str, Any]:
    """The acknowledgement of a form that is one too many: it stays open, and says so below the first field, or on top of a form that has none."""
    sentence = _SENTENCE.format(burst=burst, pause=PAUSE)
    if any(block["type"] == "input" for block in body["view"]["blocks"]):
        return {"response_action": "errors", "errors": {first_field(body): sentence}}
    return {"response_action": "push", "view": modal("told", "Too many at once", [section(sentence)])}


def first_field(body: Body) -> str:
    """The block id of a form's first input, where a refusal of the whole form is shown."""
    blocks = body["view"]["blocks"]
    return str(next((block for block in blocks if block["type"] == "input"), blocks[0])["block_id"])
