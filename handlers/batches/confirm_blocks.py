"""The modal that asks before many tasks are changed, and the receipt that says what was done."""

from handlers.slack.blocks import Block, actions, button, context, modal, section
from handlers.slack.ids import Do, Form
from handlers.slack.views import AllView, ConfirmView

_MOST = 30


def choose_all(view: AllView, *, private: str) -> Block:
    """What to do with all tasks that match."""
    buttons = actions(
        "all",
        button("Cancel execution", Do.CANCEL_ALL, style="danger"),
        button("Re-execute", Do.REPEAT_ALL),
    )
    blocks = [section(view.found), *([buttons] if view.can_act else [])]
    return modal(Form.CHOOSE_ALL, "Select all", blocks, private=private)


def confirm(view: ConfirmView, callback_id: str, *, private: str, about: str) -> Block:
    """Numbers first, warnings next, then what is left alone. ``private`` holds the frozen ids.

    ``about`` names what was clicked: Slack opens no second question about it while the first is open.
    """
    more = [f"… and {len(view.spared) - _MOST} more."] if len(view.spared) > _MOST else []
    spared = [context("\n".join([*view.spared[:_MOST], *more]))] if view.spared else []
    blocks = [section(view.will), *(section(warning) for warning in view.warnings), *spared]
    close = "Keep" if view.submit else "Close"
    asked = modal(callback_id, view.title, blocks, submit=view.submit, close=close, private=private)
    return asked | {"external_id": f"{callback_id}:{about}"[:255]}


def receipt(text: str, *, undo: str = "") -> list[Block]:
    """The receipt; ``undo`` is the operation's number, empty when there is nothing to take back."""
    return [section(text), *([actions("receipt", button("Undo", Do.UNDO, value=undo))] if undo else [])]
