"""What a board says of its own freshness. Pure."""

from datetime import datetime

from handlers.slack import texts
from models.messages.boards import IDLE, PLACES, Board


def freshness(board: Board, now: datetime) -> str:
    """That it repaints itself, or why it rests."""
    if board.live:
        return "repaints itself" + (
            f" while among the {PLACES['board']} lists used last" if board.channel else ""
        )
    if board.is_idle(now):
        return f"rests: nobody used it for {texts.duration(IDLE)}. *Refresh* wakes it"
    return f"rests: {PLACES[board.kind]} lists were used later. *Refresh* wakes it"
