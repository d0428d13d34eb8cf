"""The blocks of saved views: the form that saves one, and the list of them with their menus."""

from collections.abc import Sequence

from handlers.slack.blocks import Block, labelled, menu, modal, radio, section, text_input
from handlers.slack.ids import Do, Form
from handlers.slack.views import ChoiceView, SavedView

MINE, CHANNEL = ChoiceView(text="Only me", value="mine"), ChoiceView(text="This channel", value="channel")
SHOW, DELETE = ChoiceView(text="Show", value="show"), ChoiceView(text="Delete", value="delete")
SCHEDULE = ChoiceView(text="New schedule", value="schedule")


def view_form(filter_words: str, *, in_channel: bool, longest: int, private: str) -> Block:
    """The form that asks for a view's name and for whom it is."""
    whose = radio(Do.FILL_VIEW, (MINE, CHANNEL), chosen=MINE.value)
    blocks = [
        section(f"Filter: {filter_words}"),
        labelled("name", "Name", text_input(Do.FILL_VIEW, longest=longest, placeholder="Morning check")),
        *([labelled("whose", "For", whose)] if in_channel else []),
    ]
    return modal(Form.SAVE_VIEW, "Save view", blocks, submit="Save", private=private)


def saved_views(views: Sequence[SavedView], *, news: str = "") -> list[Block]:
    """One section per view, each with its menu."""
    drawn = [
        section(
            f"*{view.title}*\nFilter: {view.filter}",
            f"view:{view.key}",
            menu(Do.VIEW_MENU, (SHOW, SCHEDULE) if view.is_given else (SHOW, SCHEDULE, DELETE)),
        )
        for view in views
    ]
    return [*([section(news)] if news else []), *drawn]
