"""The fields of a page that a secret was typed into, whatever they are called now and whatever they hold."""

import asyncio
from contextlib import suppress
from typing import Any

from playwright.async_api import Error, FloatRect

from executor import limits
from executor.browser.tab import Tab
from executor.masking.tree import Element, Tree


async def typed_into(tab: Tab, tree: Tree) -> dict[int, Element]:
    """Those fields by the number of their node; all fields, where the page does not say which they are.

    The driver knows a field by other numbers than the tree, so it is recognised by its place on the screen.
    """
    if not tab.private.typed or not tree.fields:
        return {}
    if len(tree.fields) > limits.MASKED_PARTS:
        return tree.fields
    try:
        async with asyncio.timeout(limits.UNSTICK):
            places = await _places(tab)
    except TimeoutError:
        return tree.fields
    boxes = await asyncio.gather(*(_box(tab, node) for node in tree.fields)) if places else []
    return {
        node: element
        for (node, element), box in zip(tree.fields.items(), boxes, strict=bool(places))
        if box and any(_overlap(box, place) for place in places)
    }


async def _places(tab: Tab) -> list[FloatRect]:
    found: list[FloatRect] = []
    for control, handle in tab.private.typed:
        for one in (handle, *await control.element_handles()):
            with suppress(Error):  # it is no longer in the page
                place = await one.bounding_box()
                found += [place] if place else []
    return found


async def _box(tab: Tab, node: int) -> FloatRect | None:
    try:
        answer: dict[str, Any] = await tab.cdp.send("DOM.getBoxModel", {"nodeId": node})
    except Error:  # it is not drawn
        return None
    across, down = answer["model"]["border"][::2], answer["model"]["border"][1::2]
    left, top = min(across), min(down)
    return {"x": left, "y": top, "width": max(across) - left, "height": max(down) - top}


def _overlap(one: FloatRect, other: FloatRect) -> bool:
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )
