"""What an operation did, with the button that takes it back."""

from handlers.blocks.atoms import Block, actions, button, section
from handlers.ids import Do


def receipt(text: str, *, undo: str = "") -> list[Block]:
    """The receipt; ``undo`` is the operation's number, empty when there is nothing to take back."""
    return [section(text), *([actions("receipt", button("Undo", Do.UNDO, value=undo))] if undo else [])]
