"""The message of a batch: its thread gets the status notes."""

from handlers.slack.blocks import Block, actions, button, context, section
from handlers.slack.ids import Do
from handlers.slack.views import BatchView


def batch(view: BatchView) -> list[Block]:
    """Title and asker, the progress bar, the counts by status, the time it takes, what went wrong, and what can be done."""
    return [
        *([section(view.moved)] if view.moved else []),
        section("\n".join(filter(None, (f"*{view.title}*", view.asked, view.parameters)))),
        section(view.bar),
        context(view.counts),
        context(" · ".join(filter(None, (f"Batch {view.id}", view.pace, view.fresh)))),
        *(section(words) for words in (view.paused, view.held, view.failed, view.step) if words),
        _buttons(view),
        *(_dry(view) if view.dry else []),
    ]


def _buttons(view: BatchView) -> Block:
    """Those that its state allows; each click is authorized."""
    offered = (
        (True, button("Show tasks", Do.SHOW_BATCH, value=view.id)),
        (view.can_repeat, button("Re-execute failed", Do.REPEAT_FAILED, value=view.id)),
        (view.can_cancel, button("Run next", Do.RUN_BATCH_NEXT, value=view.id)),
        (view.can_cancel, button("Cancel the rest", Do.CANCEL_REST, value=view.id, style="danger")),
        (bool(view.undo), button("Undo", Do.UNDO_BATCH, value=view.undo)),
        (view.can_choose_step, button("Then…", Do.CHOOSE_STEP, value=view.id)),
        (True, button("Export", Do.EXPORT_BATCH, value=view.id)),
        (view.can_schedule, button("New schedule", Do.SCHEDULE_BATCH, value=view.id)),
        (bool(view.fresh), button("Refresh", Do.REFRESH_BATCH, value=view.id)),
    )
    return actions(f"batch:{view.id}", *(shown for is_shown, shown in offered if is_shown))


def _dry(view: BatchView) -> list[Block]:
    """The faulty proxies, and the button that runs exactly the affected tasks again."""
    again = button("Re-execute", Do.REPEAT_DRY, value=view.id)
    proxies = button("Proxies", Do.SHOW_PROXIES)
    return [section(view.dry), actions(f"dry:{view.id}", again, proxies)]
