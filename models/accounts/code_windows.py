"""The window of the last one-time code of an account, where all workers see it: no code is typed twice."""

from models.sql import epoch, rows


async def take_window(account_id: int, window: int, *, period: int) -> bool:
    """Take a window, told by when it begins, for a code that is about to be typed. False: a code of it was used.

    All in Unix seconds. One that is further ahead of the database's clock than a period is not taken: the worker's clock
    is wrong, and what it writes would hide the windows that were used. One that stands there all the same was written
    before the database's own clock was set back: it holds up nobody.
    """
    far = f"{epoch()} + :period"
    statement = (
        f"UPDATE account SET totp_window = :window WHERE id = :account AND :window <= {far} "  # noqa: S608 - fixed text
        f"AND (totp_window IS NULL OR totp_window < :window OR totp_window > {far}) RETURNING id"
    )
    return bool(await rows(statement, account=account_id, window=window, period=period))


async def is_ahead(window: int, *, period: int) -> bool:
    """Whether a window is further ahead of the database's clock than a period, so that none such is taken."""
    (answer,) = await rows(f"SELECT {epoch()} AS now")
    return window > int(answer["now"]) + period
