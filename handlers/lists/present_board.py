"""The text about whether a board is live. Pure."""

from handlers.slack import texts
from handlers.slack.labels import person
from models.domain.values.boards import IDLE, PLACES, BoardKind


def unseen(owner: str) -> str:
    """Instead of a shared list whose owner may not see tasks any more."""
    return (
        f"This list rests: {person(owner)}, for whom it was drawn, may not see tasks any more. "
        "Whoever may wakes it with *Refresh*."
    )


def not_shared(channel: str) -> str:
    """To whoever shared a list and lost the right before it was posted."""
    return f"Your list was not shared in <#{channel}>: you may not see tasks any more."


def not_taken(channel: str, why: str, *, was_shown: bool) -> str:
    """To whoever shared a list in a channel that does not take it, or takes it no longer."""
    what = "cannot show your list any more" if was_shown else "could not share your list"
    return (
        f"I {what} in <#{channel}>, since {why}. "
        "Mend that there, by `/invite` where I am missing, then press *Share* again."
    )


def freshness(kind: BoardKind, *, is_live: bool, is_idle: bool) -> str:
    """That the board refreshes itself, or why it is paused: it was idle, or others were used later."""
    if is_live:
        among = f" while among the {PLACES[kind]} lists used last" if kind == "board" else ""
        return f"repaints itself{among}"
    if is_idle:
        return f"rests: nobody used it for {texts.duration(IDLE)}. *Refresh* wakes it"
    return f"rests: {PLACES[kind]} lists were used later. *Refresh* wakes it"
