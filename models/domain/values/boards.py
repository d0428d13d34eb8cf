"""How long a list that repaints itself lives, and how many do at a time. Pure."""

from datetime import timedelta
from typing import Literal

BoardKind = Literal["board", "home"]  # how the outbox calls a message and a Home tab
IDLE = timedelta(minutes=15)  # unused for so long, it rests
PLACES: dict[BoardKind, int] = {
    "board": 4,
    "home": 9,
}  # live at a time: none is older than 10 s at Slack's rates
