"""The message of a batch: its thread gets the status notes."""

from handlers.slack.blocks import Block, actions, button, context, section
from handlers.slack.ids import Do
from handlers.slack.views import BatchView


def batch(view: BatchView) -> list[Block]:
    """Title and asker, the progress bar, the counts by status, and the time it takes."""
    export = button("Export", Do.EXPORT_BATCH, value=view.id)
    return [
        *([section(view.moved)] if view.moved else []),
        section("\n".join(filter(None, (f"*{view.title}*", view.asked, view.parameters))), accessory=export),
        section(view.bar),
        context(view.counts),
        context(view.pace),
        *(_dry(view) if view.dry else []),
    ]


def _dry(view: BatchView) -> list[Block]:
    """The faulty proxies, and the button that runs exactly the affected tasks again."""
    again = button("Re-execute", Do.REPEAT_DRY, value=view.id)
    proxies = button("Proxies", Do.SHOW_PROXIES)
    return [section(view.dry), actions(f"dry:{view.id}", again, proxies)]
