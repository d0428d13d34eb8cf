"""The text about whether a board is live. Pure."""

from handlers.slack import texts
from handlers.slack.labels import person
from models.domain.values.boards import IDLE, PLACES, BoardKind


def unseen(owner: str) -> str:
    """Instead of a shared list whose owner may not see tasks any more."""
    return (
        f"This list is paused: {person(owner)} may not see tasks any more, and it was drawn for them. "
        "If you may see tasks, press *Refresh*."
    )


def not_shared(channel: str) -> str:
    """To whoever shared a list and lost the right before it was posted."""
    return f"Your list was not shared in <#{channel}>: you may not see tasks any more."


def not_taken(channel: str, why: str, *, was_shown: bool) -> str:
    """To whoever shared a list in a channel that does not take it, or takes it no longer."""
    what = "cannot show your list any more" if was_shown else "could not share your list"
    return (
        f"I {what} in <#{channel}>: {why}. "
        "If Bellhop is missing there, add it with `/invite`. Then press *Share* again."
    )


def freshness(kind: BoardKind, *, is_live: bool, is_idle: bool) -> str:
    """That the board refreshes itself, or why it is paused: it was idle, or others were used later."""
    if is_live:
        return "Live"
    if is_idle:
        return f"Paused · not used for {texts.duration(IDLE)} · press *Refresh*"
    return f"Paused · {PLACES[kind]} other lists were used since · press *Refresh*"
