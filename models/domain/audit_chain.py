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
    PARTED = "the line before it was taken away, put in, or written anew"
    UNCHAINED = "it carries no hash: an older Bellhop wrote it, or it was put in"


@dataclass(kw_only=True)
class Verdict:
    """What came of looking at every line, oldest first."""

    lines: int = 0  # that fit, before the first that does not
    head: str = ""  # the hash of the last line
    misfit: AuditRow | None = None  # the first that does not fit
    fault: Fault | None = None
    misfits: int = 0
    has_head: bool = True  # whether a line has the head that was asked for

    def count(self, line: AuditRow, fault: Fault | None) -> None:
        """One line more, and what is wrong with it."""
        self.head = line.hash
        if fault is not None:
            self.misfits += 1
            if self.misfit is None:
                self.misfit, self.fault = line, fault
        elif self.misfit is None:
            self.lines += 1


def digest(line: AuditRow, before: str) -> str:
    """The hash of a line and of the hash before it, as 64 hexadecimal digits."""
    at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [before, at, line.actor, line.action, line.about, line.groups, line.allowed, line.place]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def fault_of(line: AuditRow, before: str) -> Fault | None:
    """What is wrong with a line that follows one with this hash."""
    if not line.hash:
        return Fault.UNCHAINED
    if line.hash != digest(line, line.before):
        return Fault.CHANGED
    return None if line.before == before else Fault.PARTED
