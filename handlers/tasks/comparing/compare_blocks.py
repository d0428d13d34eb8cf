"""Two attempts of a task side by side, as a modal."""

from handlers.slack.blocks import Block, context, divider, fields, modal, section
from handlers.slack.ids import Form
from handlers.tasks.picture_blocks import picture
from handlers.tasks.views import CompareView

_PAIRS = 5  # in one block of ten fields, which stand in two columns, or on a phone one below the other


def comparison(view: CompareView) -> Block:
    """What changed, then their pictures, then both in two columns."""
    pairs = [view.rows[at : at + _PAIRS] for at in range(0, len(view.rows), _PAIRS)]
    blocks = [
        section(view.summary),
        *map(picture, view.pictures),
        *map(context, view.prints),
        divider(),
        *(fields([words for row in some for words in row]) for some in pairs),
    ]
    return modal(Form.COMPARED, view.title, blocks)
