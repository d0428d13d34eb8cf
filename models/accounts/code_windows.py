"""The window of the last one-time code of an account, where all workers see it: no code is typed twice."""

from models.sql import rows

_TAKE = """
UPDATE account SET totp_window = :window WHERE id = :account
AND (totp_window IS NULL OR totp_window < :window OR totp_window > :far) RETURNING id
"""


async def take_window(account_id: int, window: int, *, period: int) -> bool:
    """Take a window, told by when it begins, for a code that is about to be typed. False: a code of it was used.

    All in Unix seconds. One that is further ahead than another worker's clock may be was written by a clock that was
    wrong: it holds up nobody.
    """
    return bool(await rows(_TAKE, account=account_id, window=window, far=window + 2 * period))
