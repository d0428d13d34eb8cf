"""The message that asks a second person for approval."""

from handlers.slack.blocks import Block, actions, button, context, section
from handlers.slack.ids import Do
from handlers.slack.views import ApprovalView


def approval(view: ApprovalView) -> list[Block]:
    """The request, and the buttons Approve and Reject."""
    if not view.value:
        return [section(view.words)]
    return [
        section(view.words),
        *([context(view.parameters)] if view.parameters else []),
        actions(
            f"approval:{view.value}",
            button("Approve", Do.APPROVE, value=view.value, style="primary"),
            button("Reject", Do.REJECT, value=view.value, style="danger"),
        ),
    ]
