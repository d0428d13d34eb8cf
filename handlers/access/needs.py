"""What a reader may not do is not drawn. What each id needs stands with the id; a verb's, with the verb. Pure."""

from collections.abc import Callable, Sequence
from typing import Any

from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Entry
from models.domain.permissions import Action

May = Callable[[Action], bool]


def permitted(blocks: Sequence[Block], may: May) -> list[Block]:
    """The blocks without the buttons and entries that would only be refused."""
    return [kept for block in blocks if (kept := _block(block, may))]


def _block(block: Block, may: May) -> Block | None:
    if block["type"] == "actions":
        left = [one for one in block["elements"] if _opens(one, may)]
        return {**block, "elements": left} if left else None
    accessory = block.get("accessory")
    if not accessory:
        return block
    if not _opens(accessory, may):
        return {name: value for name, value in block.items() if name != "accessory"}
    return {**block, "accessory": _menu(accessory, may)}


def _opens(element: dict[str, Any], may: May) -> bool:
    name = element.get("action_id")
    return name is None or may(Do(name).needs)


def _menu(element: dict[str, Any], may: May) -> dict[str, Any]:
    if element.get("action_id") != Do.ROW_MENU:
        return element
    left = [one for one in element["options"] if may(Entry(one["value"]).needs)]
    return {**element, "options": left}
