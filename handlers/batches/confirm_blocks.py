"""The modal that asks for confirmation before many tasks are changed, and the receipt of the result."""

from handlers.slack.blocks import Block, actions, button, context, modal, section
from handlers.slack.ids import Do, Form
from handlers.slack.views import AllView, ConfirmView

_MOST = 30


def choose_all(view: AllView, *, private: str) -> Block:
    """The modal that offers the actions on all matching tasks."""
    buttons = actions(
        "all",
        button("Cancel execution", Do.CANCEL_ALL, style="danger"),
        button("Re-execute", Do.REPEAT_ALL),
    )
    blocks = [section(view.summary), *([buttons] if view.can_act else [])]
    return modal(Form.CHOOSE_ALL, "Select all", blocks, private=private)


def confirm(view: ConfirmView, callback_id: str, *, private: str, about: str) -> Block:
    """Numbers first, then warnings, then the skipped tasks. ``private`` names the operation with the frozen ids.

    ``about`` identifies what was clicked: Slack opens no second modal for it while the first is open.
    """
    more = [f"… and {len(view.spared) - _MOST} more."] if len(view.spared) > _MOST else []
    spared = [context("\n".join([*view.spared[:_MOST], *more]))] if view.spared else []
    warned = [section("\n".join(view.warnings))] if view.warnings else []
    leave_out = button(view.leave_out, Do.LEAVE_OUT, value=view.operation) if view.leave_out else None
    choice = [actions("leave_out", leave_out)] if leave_out else []
    blocks = [section(view.will), *warned, *choice, *spared]
    close = "Keep" if view.submit else "Close"
    asked = modal(callback_id, view.title, blocks, submit=view.submit, close=close, private=private)
    return asked | {"external_id": f"{callback_id}:{about}"[:255]}


def receipt(text: str, *, undo: str = "") -> list[Block]:
    """The receipt; ``undo`` is the operation's id, empty when there is nothing to undo."""
    return [section(text), *([actions("receipt", button("Undo", Do.UNDO, value=undo))] if undo else [])]
