"""The message that asks a second person."""

from handlers.slack.blocks import Block, actions, button, context, section
from handlers.slack.ids import Do
from handlers.slack.views import ApprovalView


def approval(view: ApprovalView) -> list[Block]:
    """What is asked, and the two answers."""
    if not view.value:
        return [section(view.words)]
    return [
        section(view.words),
        *([context(view.told)] if view.told else []),
        actions(
            f"approval:{view.value}",
            button("Approve", Do.APPROVE, value=view.value, style="primary"),
            button("Reject", Do.REJECT, value=view.value, style="danger"),
        ),
    ]
