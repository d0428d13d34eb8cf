"""What came of a task that is over, and by whose hand it can go on. Pure."""

from enum import StrEnum


class Outcome(StrEnum):
    """What came of an attempt, beside its status. The value is stored; None is stored as an empty text: not over, or
    cancelled, so that nothing was executed."""

    DONE = "done"
    RETRY = "retry"  # may succeed by itself
    PERSON = "person"  # somebody must act
    FIX = "fix"  # something must be mended: a proxy, a session, parameters
    NEVER = "never"  # the site said no

    @property
    def label(self) -> str:
        return _LABELS[self]

    @classmethod
    def of(cls, stored: str) -> "Outcome | None":
        """The outcome that is stored so."""
        return cls(stored) if stored else None


FAILED = (Outcome.RETRY, Outcome.PERSON, Outcome.FIX, Outcome.NEVER)
"""Over, executed, and not done."""

_LABELS = {
    Outcome.DONE: "Done",
    Outcome.RETRY: "Can be retried",
    Outcome.PERSON: "Needs a person",
    Outcome.FIX: "Needs a fix",
    Outcome.NEVER: "Refused by the site",
}
