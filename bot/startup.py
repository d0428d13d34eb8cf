"""What every process does first: the database reachable, its schema there, the sealing keys the right ones."""

from typing import Literal

from bot import clock
from bot.settings import Settings, stop
from models.database import AWAY, close_database, is_migrated, no_database, open_database
from models.domain.errors import CannotUnseal, NoDatabase
from models.secrets.rotation import some_sealed
from models.secrets.sealing import Sealer

Keys = Literal["fitting", "needed", "unlooked"]
"""What is asked of the keys: that those set fit; that all are there that something was sealed with; nothing.

A command takes what fits: a secret whose key is lost must be possible to enter anew.
"""


async def open_migrated(config: Settings, *, keys: Keys = "fitting") -> None:
    """Open the database, or stop with one line that names the setting."""
    try:
        await open_database(config.database_url)
    except NoDatabase as error:
        stop(f"DATABASE_URL: {error}")
    try:
        await _check_tables()
        if keys != "unlooked":
            await _check_keys(config, needed=keys == "needed")
        await clock.agree()
    except AWAY as error:  # it could be opened, and not be read: a damaged file
        await close_database()
        stop(f"DATABASE_URL: {no_database(config.database_url, error)}")
    except BaseException:
        await close_database()  # a process that forgets it hangs on SQLite's thread
        raise


async def _check_tables() -> None:
    if not await is_migrated():
        stop("DATABASE_URL: the database has no tables yet. Run `bellhop migrate` first.")


async def _check_keys(config: Settings, *, needed: bool) -> None:
    """A value that no key opens is no reason to stop where others open: `bellhop rotate` names it."""
    sealed = await some_sealed()
    if not sealed:
        return
    if not config.secret_keys and needed:
        stop(
            "BELLHOP_SECRET_KEYS: the database has encrypted secrets, and no key is set. "
            "Set the key they were encrypted with."
        )
    if not config.secret_keys:
        return
    sealer = Sealer(config.secret_keys)
    if not any(_opens(sealer, place, secret) for place, secret in sealed):
        stop(
            "BELLHOP_SECRET_KEYS: these keys do not decrypt the secrets in the database. Set the key they were encrypted with."
        )
    if needed and (missing := next(filter(None, (sealer.missing(secret) for _, secret in sealed)), "")):
        stop(
            f"BELLHOP_SECRET_KEYS: secrets in the database were encrypted with the key {missing}, which is not set. "
            "Add it again after the newest key, and run `bellhop rotate` before you remove it."
        )


def _opens(sealer: Sealer, place: str, secret: bytes) -> bool:
    try:
        sealer.open_bytes(secret, place=place)
    except CannotUnseal:
        return False
    return True
