"""How long a live list stays live, and how many are at a time. Pure."""

from datetime import timedelta
from typing import Literal

BoardKind = Literal["board", "home"]  # how the outbox calls a message and a Home tab
IDLE = timedelta(minutes=15)  # unused for so long, it is paused
PLACES: dict[BoardKind, int] = {
    "board": 4,
    "home": 9,
}  # live at a time: none is older than 10 s at Slack's rates
