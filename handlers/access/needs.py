"""Leaves out the controls a reader may not use. Each id and each verb names the permission it needs. Pure."""

from collections.abc import Callable, Sequence
from typing import Any

from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Entry, Identifier
from models.domain.permissions import Action

May = Callable[[Action], bool]


def permitted(blocks: Sequence[Block], may: May) -> list[Block]:
    """The blocks without the buttons and menu entries that this reader may not use."""
    return [kept for block in blocks if (kept := _block(block, may))]


def _block(block: Block, may: May) -> Block | None:
    if block["type"] == "actions":
        left = [_menu(element, may) for element in block["elements"] if _is_permitted(element, may)]
        return {**block, "elements": left} if left else None
    accessory = block.get("accessory")
    if not accessory:
        return block
    if not _is_permitted(accessory, may):
        return {name: value for name, value in block.items() if name != "accessory"}
    return {**block, "accessory": _menu(accessory, may)}


def _is_permitted(element: dict[str, Any], may: May) -> bool:
    name = element.get("action_id")
    return name is None or may(Do(name).needs)


def _menu(element: dict[str, Any], may: May) -> dict[str, Any]:
    """An entry of a menu is named by its value, and needs what that needs."""
    named = _ENTRIES.get(element.get("action_id", ""))
    if named is None:
        return element
    left = [entry for entry in element["options"] if may(named(entry["value"]).needs)]
    return {**element, "options": left}


_ENTRIES: dict[str, type[Identifier]] = {Do.ROW_MENU: Entry, Do.LIST_MENU: Do}
