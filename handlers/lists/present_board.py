"""The text about whether a board is live. Pure."""

from handlers.slack import texts
from models.domain.values.boards import IDLE, PLACES, BoardKind


def freshness(kind: BoardKind, *, is_live: bool, is_idle: bool) -> str:
    """That the board refreshes itself, or why it is paused: it was idle, or others were used later."""
    if is_live:
        among = f" while among the {PLACES[kind]} lists used last" if kind == "board" else ""
        return f"repaints itself{among}"
    if is_idle:
        return f"rests: nobody used it for {texts.duration(IDLE)}. *Refresh* wakes it"
    return f"rests: {PLACES[kind]} lists were used later. *Refresh* wakes it"
