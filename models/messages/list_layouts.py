"""How each person likes their lists: the layout and the rows per page that they chose last."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from dataclasses import replace

from tortoise import fields
from tortoise.models import Model

from models.domain.filters import Layout, ListState
from models.domain.text import SHORT
from models.sql import rows


class ListLayout(Model):
    """One person's choice."""

    person = fields.CharField(SHORT, primary_key=True)
    layout = fields.CharField(10)
    size = fields.IntField()  # rows per page

    class Meta:
        table = "list_layout"


async def remember(user: str, state: ListState) -> None:
    """Somebody chose how their list is drawn."""

    await rows(
        "INSERT INTO list_layout (person, layout, size) VALUES (:person, :layout, :size) "
        "ON CONFLICT (person) DO UPDATE SET layout = :layout, size = :size RETURNING person",
        person=user,
        layout=state.layout.value,
        size=state.size,
    )


async def liked(state: ListState, user: str) -> ListState:
    """The list as this person had their last one drawn."""
    chosen = await ListLayout.get_or_none(person=user)
    if chosen is None or chosen.layout not in tuple(Layout):
        return state
    layout = Layout(chosen.layout)
    return replace(state, layout=layout, size=chosen.size) if chosen.size in layout.sizes else state
