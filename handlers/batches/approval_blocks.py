"""The message that asks a second person for approval."""

from collections.abc import Sequence

from handlers.slack.blocks import Block, actions, button, context, modal, section
from handlers.slack.ids import Do, Form
from handlers.slack.views import ApprovalView


def approval(view: ApprovalView) -> list[Block]:
    """The request, the buttons Approve and Reject, and the one that shows what it is about."""
    if not view.value:
        return [section(view.words)]
    return [
        section(view.words),
        *([context(view.parameters)] if view.parameters else []),
        actions(
            f"approval:{view.value}",
            button("Approve", Do.APPROVE, value=view.value, style="primary"),
            button("Reject", Do.REJECT, value=view.value, style="danger"),
            button(view.show, Do.SHOW_ASKED, value=view.value),
        ),
    ]


def asked_accounts(head: str, lines: Sequence[str]) -> Block:
    """The accounts of a batch that waits for approval, some of a group in each line."""
    return modal(Form.ASKED_ACCOUNTS, "Accounts", [section(head), *(section(line) for line in lines)])
