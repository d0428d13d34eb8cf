"""The rows of the list as cards, each with its own menu; for small screens and short pages."""

from handlers.slack.blocks import Block, divider, menu, section
from handlers.slack.ids import Do, Entry
from handlers.slack.views import ChoiceView, ListView, RowView
from handlers.words import list_state


def task_cards(view: ListView) -> list[Block]:
    """One section per task, with a line between them: 39 blocks for the longest page."""
    drawn = [[divider(), _card(view, row)] for row in view.rows]
    return [block for card in drawn for block in card][1:]


def _card(view: ListView, row: RowView) -> Block:
    return section(row.card, _block_id(view, row), menu(Do.ROW_MENU, _entries(row)))


def _block_id(view: ListView, row: RowView) -> str:
    """The card's block id, with the list's state so that a click can redraw the list; without it if it is too long."""
    return list_state.block_id("card", view.nonce, row.id, view.state) or f"card:{view.nonce}:{row.id}"


def _entries(row: RowView) -> list[ChoiceView]:
    return [
        ChoiceView(text="Retry task", value=Entry.RETRY),
        *([ChoiceView(text="Cancel execution", value=Entry.CANCEL)] if row.can_cancel else []),
        ChoiceView(text="Details", value=Entry.DETAILS),
        *([ChoiceView(text="Status note", value=Entry.NOTE, url=row.note_link)] if row.note_link else []),
    ]
