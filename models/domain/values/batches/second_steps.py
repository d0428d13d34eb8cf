"""The second step of a batch as it is read: why it ended, and the batch before or after. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class StepEnd(StrEnum):
    """Why no more tasks of a batch's second step are made. The value is stored; an empty text: they are."""

    STOPPED = "stopped"  # somebody stopped it
    REFUSED = "refused"  # who asked for it may not create such tasks any more
    UNKNOWN = "unknown"  # Slack does not say who asked for it


@dataclass(frozen=True, kw_only=True)
class LinkedBatch:
    """The batch before or after another one, as that one's message names it."""

    id: int
    size: int
    link: str  # to its message in Slack; empty until it is known
