"""The message of a batch: its thread gets the status notes."""

from handlers.blocks.atoms import Block, context, section
from handlers.viewmodels import BatchView


def batch(view: BatchView) -> list[Block]:
    """Title and asker, the bar, where the tasks stand, how long it takes."""
    return [
        section("\n".join(filter(None, (f"*{view.title}*", view.asked, view.told)))),
        section(view.bar),
        context(view.counts),
        context(view.pace),
    ]
