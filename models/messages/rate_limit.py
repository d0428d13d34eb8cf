"""The rate limiter all processes share: each call reserves the next free moment of its key, in one statement."""

from models.sql import rows

_RESERVE = """
INSERT INTO pace (key, free_at) VALUES (:key, CAST(:now AS DOUBLE PRECISION) + :interval)
ON CONFLICT (key) DO UPDATE SET free_at =
    CASE WHEN pace.free_at > CAST(:now AS DOUBLE PRECISION)
    AND pace.free_at <= CAST(:never AS DOUBLE PRECISION) THEN pace.free_at
    ELSE CAST(:now AS DOUBLE PRECISION) END + :interval
WHERE pace.free_at <= CAST(:latest AS DOUBLE PRECISION) OR pace.free_at > CAST(:never AS DOUBLE PRECISION)
RETURNING free_at
"""


_NEVER = 600.0  # seconds: nobody has reserved so far ahead, so the clock was set back since


async def reserve(key: str, *, interval: float, now: float, patience: float = _NEVER / 2) -> float | None:
    """Reserve a call of ``key``, calls being ``interval`` seconds apart. Return the seconds to wait before it.

    None, and nothing reserved, when that would be more than ``patience`` seconds.
    """
    reserved = await rows(
        _RESERVE, key=key, now=now, interval=interval, latest=now + patience, never=now + _NEVER
    )
    return max(0.0, reserved[0]["free_at"] - interval - now) if reserved else None
