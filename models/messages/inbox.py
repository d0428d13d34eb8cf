"""One click, one effect: each delivery from Slack is recorded under its own key before it does anything."""

from datetime import datetime

from models.sql import rows


async def first_time(key: str, *, now: datetime) -> bool:
    """Record a delivery; False when it was seen before."""
    inserted = await rows(
        "INSERT INTO delivery (key, at) VALUES (:key, :now) ON CONFLICT DO NOTHING RETURNING key",
        key=key,
        now=now,
    )
    return bool(inserted)
