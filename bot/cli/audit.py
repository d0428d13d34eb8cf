"""All of the audit as CSV, and whether every line is as it was written."""

from pathlib import Path
from typing import IO, Annotated, Any

import typer
from rich.console import Console

from bot import settings
from bot.cli.database import opened, with_database
from handlers.slack.texts import count
from models.access import audit
from models.domain.audit_chain import SHORTEST_HEAD, Verdict
from models.domain.csv import line

app = typer.Typer()
_COLUMNS = ("at", "actor", "action", "about", "groups", "allowed", "place", "before", "hash")
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


@app.command("audit")
def audit_command(
    out: Annotated[Path, typer.Option("--out", help="CSV file to write")] = Path("audit.csv"),
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Write no file; check that no line has changed since it was written"),
    ] = False,
    head: Annotated[
        str, typer.Option("--head", help="With --verify: the head from a digest; one line must have it")
    ] = "",
) -> None:
    """Write the whole audit as CSV: what was done and what was refused, oldest first."""
    if head and not verify:
        settings.stop("--head is for --verify: bellhop audit --verify --head …")
    if verify:
        raise SystemExit(with_database(lambda _: _verify(head)))
    with opened(out, "w") as file:
        lines = with_database(lambda _: _write(file))
    _out.print(f"{out} written: {count(lines, 'line')}.")


async def _write(file: IO[Any]) -> int:
    """Write every line to an open file, oldest first; return how many."""
    lines = 0
    file.write(line(_COLUMNS))
    async for row in audit.every():
        values = {name: getattr(row, name) for name in _COLUMNS} | {"at": row.at.isoformat()}
        file.write(line(tuple(values.values())))
        lines += 1
    return lines


async def _verify(head: str) -> int:
    """Look at every line and tell of the first that does not fit; return the command's exit status."""
    head = head.strip().lower()
    if head and (len(head) < SHORTEST_HEAD or set(head) - set("0123456789abcdef")):
        settings.stop(
            f"--head: write at least {SHORTEST_HEAD} of the digits 0-9 and a-f that a digest showed."
        )
    verdict = await audit.verify(head)
    _out.print(_sentence(verdict, head))
    return 0 if verdict.misfit is None and verdict.has_head else 1


def _sentence(verdict: Verdict, head: str) -> str:
    if bad := verdict.misfit:
        return (
            f"Line {bad.id} does not fit ({bad.at:%Y-%m-%d %H:%M:%S} UTC, {bad.actor}, {bad.action}): {verdict.fault}. "
            f"{count(verdict.lines, 'line')} before it fit; {count(verdict.misfits - 1, 'line')} after it do not."
        )
    if not verdict.has_head:
        return (
            f"No line has the head {head}: lines were removed from the end or rewritten, or this is another database. "
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
            "somebody inserted them; the next line of this version makes them part of its hash."
        )
    return told
