"""Where things are inside blocks: nested blocks, their interactive elements, the files they show."""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.slack.documents import Json, an_object, objects

# Elements a person can press or fill; images and texts carry no action_id.
PASSIVE = frozenset({"image", "plain_text", "mrkdwn"})


def blocks_in(blocks: object, pointer: str = "/blocks") -> Iterator[tuple[str, Json]]:
    """Every block with its json pointer, those inside containers and carousels too."""
    for place, block in enumerate(objects(blocks)):
        where = f"{pointer}/{place}"
        yield where, block
        if block.get("type") == "container":
            yield from blocks_in(block.get("child_blocks"), f"{where}/child_blocks")
        if block.get("type") == "carousel":
            yield from blocks_in(block.get("elements"), f"{where}/elements")


def elements_of(block: Json) -> list[tuple[str, Json]]:
    """The interactive elements of one block with the place of each."""
    kind = block.get("type")
    if kind in ("actions", "context_actions"):
        return [(f"elements/{place}", part) for place, part in enumerate(objects(block.get("elements")))]
    if kind == "card":
        return [(f"actions/{place}", part) for place, part in enumerate(objects(block.get("actions")))]
    field = {"section": "accessory", "input": "element"}.get(str(kind))
    element = an_object(block.get(field)) if field else {}
    return [(str(field), element)] if element and element.get("type") not in PASSIVE else []


def interactive(blocks: object) -> Iterator[tuple[Json, Json]]:
    """Every (block, element) a person can act on."""
    for _, block in blocks_in(blocks):
        for _, element in elements_of(block):
            yield block, element


def find_element(blocks: object, block_id: str, action_id: str) -> tuple[Json, Json] | None:
    for block, element in interactive(blocks):
        if block.get("block_id") == block_id and element.get("action_id") == action_id:
            return block, element
    return None


def slack_files(value: Any, pointer: str = "/blocks") -> Iterator[tuple[str, Json]]:
    """Every slack_file object, wherever it is."""
    if isinstance(value, list):
        for place, part in enumerate(value):
            yield from slack_files(part, f"{pointer}/{place}")
    elif isinstance(value, dict) and value.get("type") not in ("data_table", "table"):
        for name, part in value.items():
            if name == "slack_file" and isinstance(part, dict):
                yield f"{pointer}/{name}", part
            else:
                yield from slack_files(part, f"{pointer}/{name}")
