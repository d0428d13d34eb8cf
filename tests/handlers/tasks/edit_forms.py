"""The form of *Edit…*, as it is opened and submitted."""

from typing import Any

from handlers.slack import origin as origins
from handlers.slack.ids import Do, Form
from handlers.slack.origin import Origin
from models.batches import edits
from tests.handlers.bolt_harness import BoltHarness

ADMIN = "U0FIRST"


async def private(*ids: int, card: int = 0) -> str:
    """The private metadata of the form for these tasks, below a list or on the card of one."""
    shown = " ".join(f"{one}:{version}" for one, version in (await versions(*ids)).items())
    return origins.pack(Origin(operation=card, channel="C0OPS", shown=shown))


async def versions(*ids: int) -> dict[int, str]:
    """These tasks as a form would show them."""
    return {one.id: one.version for one in await edits.tasks_of(ids)}


async def submit(
    harness: BoltHarness, private: str, name: str, category: str = "Community", **more: dict[str, Any]
) -> None:
    """Press the form's button with these values."""
    values: dict[str, Any] = {
        "parameter:page_name": {Do.TYPE_PARAMETER: {"value": name}},
        "parameter:category": {Do.TYPE_PARAMETER: {"selected_option": {"value": category}}},
        **more,
    }
    await harness.submit(Form.EDIT_TASKS, user=ADMIN, private=private, values=values)
