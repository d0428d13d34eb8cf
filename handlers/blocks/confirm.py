"""The modal that asks before many tasks are changed."""

from handlers.blocks.atoms import Block, context, modal, section
from handlers.viewmodels import ConfirmView

_MOST = 30


def confirm(view: ConfirmView, callback_id: str, *, private: str, about: str) -> Block:
    """Numbers first, warnings next, then what is left alone. ``private`` holds the frozen ids.

    ``about`` names what was clicked: Slack opens no second question about it while the first is open.
    """
    spared = [context("\n".join(view.spared[:_MOST]))] if view.spared else []
    blocks = [section(view.will), *(section(warning) for warning in view.warnings), *spared]
    asked = modal(callback_id, view.title, blocks, submit=view.submit, private=private)
    return asked | {"external_id": f"{callback_id}:{about}"[:255]}
