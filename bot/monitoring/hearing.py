"""Whether the bot hears anything of Slack: what its heartbeat and its readiness say of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


async def _hears() -> str:
    return ""


@dataclass
class Hearing:
    """Filled in when the bot has connected."""

    ask: Callable[[], Awaitable[str]] = _hears
    """Why nothing is heard; empty: Slack is heard, or this process does not listen."""
