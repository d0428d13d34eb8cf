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
    """Encrypt everything with the newest of BELLHOP_SECRET_KEYS. If it is interrupted, run it again."""
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
            _out.print(f"{step.kept.name} of row {row}: no key decrypts it, so it was left unchanged.")
    for kept in KEPT:
        _out.print(f"{kept.name}: {done[kept.name]} encrypted again.")
    old = {(kept.name, row) for kept in KEPT for row in await left(kept, sealer)}
    return _print_verdict(sealer, closed=len(closed), meanwhile=len(old - closed))


def _print_verdict(sealer: Sealer, *, closed: int, meanwhile: int) -> int:
    """Print the last sentence: never that a key may go while something may still need it."""
    if meanwhile:
        _out.print(
            f"{count(meanwhile, 'value')} arrived meanwhile, encrypted with an older key. Restart every process "
            "with the new settings, then run this again. Until then, do not remove a key."
        )
        return 1
    if closed:
        _out.print(
            f"{count(closed, 'value')} cannot be decrypted: set the missing key, or enter the secret again. "
            f"All others are encrypted with the key {sealer.newest}."
        )
        return 1
    _out.print(
        f"Everything is encrypted with the key {sealer.newest}. "
        "You can remove older keys from BELLHOP_SECRET_KEYS."
    )
    return 0
