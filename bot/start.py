"""What every process does first: the database reachable, its schema there, the sealing keys the right ones."""

from bot import clock
from bot.settings import Settings, stop
from models.accounts import a_sealed_secret
from models.database import close_database, is_migrated, open_database
from models.errors import CannotUnseal, NoDatabase
from models.secrets import Sealer


async def open_migrated(config: Settings) -> None:
    """Open the database, or stop with one line that names the setting."""
    try:
        await open_database(config.database_url)
    except NoDatabase as error:
        stop(f"DATABASE_URL: {error}")
    try:
        await _check_tables()
        await _check_keys(config)
        await clock.agree()
    except SystemExit:
        await close_database()  # a process that forgets it hangs on SQLite's thread
        raise


async def _check_tables() -> None:
    if not await is_migrated():
        stop("DATABASE_URL: the database has no tables yet. Run `bellhop migrate` first.")


async def _check_keys(config: Settings) -> None:
    sealed = await a_sealed_secret()
    if sealed is None or not config.secret_keys:
        return
    place, secret = sealed
    try:
        Sealer(config.secret_keys).open(secret, place=place)
    except CannotUnseal:
        stop(
            "BELLHOP_SECRET_KEYS: these keys do not open the secrets in the database. Set the key they were sealed with."
        )
