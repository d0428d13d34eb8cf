"""The form for other parameters of tasks that there are already."""

from handlers.slack.blocks import Block, modal, section
from handlers.slack.ids import Form
from handlers.tasks.create_blocks import parameter_input, same_name
from handlers.tasks.views import EditView


def edit_form(view: EditView, *, private: str, is_many: bool) -> Block:
    """Of many tasks, a field that stays empty changes nothing."""
    blocks = [
        section(view.about),
        *([section("\n".join(view.warnings))] if view.warnings else []),
        *(parameter_input(one, optional=is_many) for one in view.parameters),
        *([same_name()] if view.names else []),
    ]
    return modal(Form.EDIT_TASKS, view.title, blocks, submit=view.submit, private=private)
