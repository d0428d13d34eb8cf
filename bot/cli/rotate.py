"""Every secret sealed with the newest key, and whether the older may go."""

from collections import Counter

import typer
from rich.console import Console

from bot.cli.database import with_database
from bot.settings import Settings
from handlers.slack.texts import count
from models.secrets.rotation import KEPT, left, steps
from models.secrets.sealing import Sealer

app = typer.Typer()
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


@app.command()
def rotate() -> None:
    """Seal everything with the newest of BELLHOP_SECRET_KEYS. May be interrupted, and is then simply run again."""
    raise SystemExit(with_database(_rotate, "secret_keys", keys="unlooked"))


async def _rotate(config: Settings) -> int:
    """Seal anew what an older key sealed, tell of it, and return the command's exit status."""
    sealer = Sealer(config.secret_keys)
    done: Counter[str] = Counter()
    closed: set[tuple[str, int]] = set()
    async for step in steps(sealer):
        done[step.kept.name] += step.done
        for row in step.closed:
            closed.add((step.kept.name, row))
            _out.print(f"{step.kept.name} of row {row}: no key opens it; left as it is.")
    for kept in KEPT:
        _out.print(f"{kept.name}: {done[kept.name]} sealed anew.")
    old = {(kept.name, row) for kept in KEPT for row in await left(kept, sealer)}
    return _print_verdict(sealer, closed=len(closed), meanwhile=len(old - closed))


def _print_verdict(sealer: Sealer, *, closed: int, meanwhile: int) -> int:
    """Print the last sentence: never that a key may go while something may still need it."""
    if meanwhile:
        _out.print(
            f"{count(meanwhile, 'value')} came meanwhile, sealed with an older key. Start every process again "
            "with the new settings, then run this once more; until then no key may be taken out."
        )
        return 1
    if closed:
        _out.print(
            f"{count(closed, 'value')} cannot be opened: find the key, or enter the secret anew. "
            f"All others are sealed with the key {sealer.newest}."
        )
        return 1
    _out.print(
        f"Everything is sealed with the key {sealer.newest}. "
        "Any older one may be taken out of BELLHOP_SECRET_KEYS."
    )
    return 0
