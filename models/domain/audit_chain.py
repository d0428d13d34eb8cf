"""The chain of the audit: each line carries the hash of the one before. Pure.

Who changes a line, takes one away or puts one in between would have to write all later hashes anew; the newest one, told
elsewhere every day, shows even that.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum

from models.domain.values.audit import AuditRow

SHORTEST_HEAD = 12  # characters of a hash that still name one line
TOLD = 24  # characters of the head that a channel is told: too many to find another line with the same


class Fault(StrEnum):
    """Why a line does not fit, as a sentence goes on."""

    CHANGED = "it was changed after it was written"
    PARTED = "the line before it was removed, inserted or rewritten"
    UNCHAINED = (
        "it has no hash, and no later line includes it: "
        "an older Bellhop wrote it while a newer one ran, or it was inserted or changed"
    )


@dataclass(kw_only=True)
class Verdict:
    """What comes of looking at every line, oldest first.

    An older program that still runs during a deploy writes lines without a hash. The next line with one carries what
    theirs would have been, so it speaks for them: from then on they are as safe as the others.
    """

    wanted: str = ""  # the beginning of a hash told before
    lines: int = 0  # that fit, before the first that does not
    head: str = ""  # the hash of the last line
    misfit: AuditRow | None = None  # the first that does not fit
    fault: Fault | None = None
    misfits: int = 0
    bare: int = 0  # lines without a hash for which a later one speaks
    waiting: int = 0  # lines without a hash at the end, for which none speaks yet
    has_head: bool = False  # whether a line has the head that was asked for
    _chained: str = ""  # the hash of the last line that carries one
    _first_waiting: AuditRow | None = None

    def __post_init__(self) -> None:
        self.has_head = not self.wanted

    def look_at(self, line: AuditRow) -> None:
        """One line more."""
        if line.hash or line.before:
            self._count(line, self._fault_of(line))
            self._chained = line.hash
        else:
            self.waiting += 1
            self._first_waiting = self._first_waiting or line
        self.head = hash_of(line, self.head)
        self.has_head = self.has_head or self.head.startswith(self.wanted)

    def _fault_of(self, line: AuditRow) -> Fault | None:
        is_spoken_for = line.before == self.head
        befores = {self.head, self._chained, ""} if self.waiting else {self.head}
        self._settle_waiting(is_spoken_for=is_spoken_for)
        if line.hash != digest(line, line.before):
            return Fault.CHANGED
        return None if line.before in befores else Fault.PARTED

    def _settle_waiting(self, *, is_spoken_for: bool) -> None:
        """The next line with a hash has come: does it speak for those without one before it?"""
        if self._first_waiting is None:
            return
        self._count(self._first_waiting, None if is_spoken_for else Fault.UNCHAINED, number=self.waiting)
        self.bare += self.waiting if is_spoken_for else 0
        self.waiting, self._first_waiting = 0, None

    def _count(self, line: AuditRow, fault: Fault | None, *, number: int = 1) -> None:
        if fault is not None:
            self.misfits += number
            if self.misfit is None:
                self.misfit, self.fault = line, fault
        elif self.misfit is None:
            self.lines += number


def digest(line: AuditRow, before: str) -> str:
    """The hash of a line and of the hash before it, as 64 hexadecimal digits."""
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [before, at, line.actor, line.action, line.about, line.groups, line.allowed, line.place]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def hash_of(line: AuditRow, before: str) -> str:
    """The hash by which the next line names this one: its own, or what it would be after a line with this hash."""
    return line.hash or digest(line, before)
