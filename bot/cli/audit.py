"""What ``bellhop audit`` does and says: all of the audit as CSV, and whether every line is as it was written."""

from typing import IO, Any

from rich.console import Console

from bot import settings
from handlers.slack.texts import count
from models.access import audit
from models.domain.audit_chain import SHORTEST_HEAD, Verdict
from models.domain.csv import line

_COLUMNS = ("at", "actor", "action", "about", "groups", "allowed", "place", "before", "hash")
_out = Console(highlight=False, soft_wrap=True)


async def write(file: IO[Any]) -> int:
    """Write every line to an open file, oldest first; return how many."""
    lines = 0
    file.write(line(_COLUMNS))
    async for row in audit.every():
        values = {name: getattr(row, name) for name in _COLUMNS} | {"at": row.at.isoformat()}
        file.write(line(tuple(values.values())))
        lines += 1
    return lines


async def verify(head: str) -> int:
    """Look at every line and tell of the first that does not fit; return the command's exit status."""
    head = head.strip().lower()
    if head and (len(head) < SHORTEST_HEAD or set(head) - set("0123456789abcdef")):
        settings.stop(
            f"--head: write at least {SHORTEST_HEAD} of the digits 0-9 and a-f that a digest showed."
        )
    verdict = await audit.verify(head)
    _out.print(_sentence(verdict, head), markup=False)
    return 0 if verdict.misfit is None and verdict.has_head else 1


def _sentence(verdict: Verdict, head: str) -> str:
    if bad := verdict.misfit:
        return (
            f"Line {bad.id} does not fit ({bad.at:%Y-%m-%d %H:%M:%S} UTC, {bad.actor}, {bad.action}): {verdict.fault}. "
            f"{count(verdict.lines, 'line')} before it fit; {count(verdict.misfits - 1, 'line')} after it do not."
        )
    if not verdict.has_head:
        return (
            f"No line has the head {head}: lines were taken away from the end or written anew, or this is another database. "
            f"The {count(verdict.lines, 'line')} that are here fit each other."
        )
    known = ", and one has the head that was asked for" if head else ""
    return (
        f"{count(verdict.lines + verdict.waiting, 'line')}: each fits the one before it{known}. "
        f"Head: {verdict.head or 'none'}{_without_hash(verdict)}"
    )


def _without_hash(verdict: Verdict) -> str:
    """What an older program left that still ran when the chain had begun."""
    told = ""
    if verdict.bare:
        told += (
            f"\n{count(verdict.bare, 'line')} of these: no hash of their own, since an older Bellhop wrote them; "
            "each is part of the hash of a later line."
        )
    if verdict.waiting:
        told += (
            f"\nThe newest {count(verdict.waiting, 'line')}: no hash yet. An older Bellhop that still runs wrote them, or "
            "they were put in; the next line of this version makes them part of its hash."
        )
    return told
