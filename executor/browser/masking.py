"""Secrets taken out of a page before its picture is taken, whatever shows them: a field, a sentence, a copy.

It works on the page's tree from outside (Chromium's debugging protocol) and runs no script in it: a page's own script
could hear what is looked for. The tree has closed shadow roots, frames of the same process, and what fields hold.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from playwright.async_api import CDPSession, Error

from executor import limits
from executor.redaction.redactor import Redactor

_COVER = "\u2588" * 6
_FIELD = '<input type="password" value="hidden" disabled data-private>'  # stands where a field was that showed a secret
_UNSEEN = frozenset({"SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "HEAD"})
_NO_TEXT = frozenset({"src", "srcset", "style", "class", "id"})  # attributes that no page shows as text
_TEXT = 3  # the kind of a node that is text


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """One text of the tree: of a text node, of an attribute, or of what a field holds."""

    text: str
    node: int
    attribute: str = ""
    field: int = 0  # the node of the field that holds it


@asynccontextmanager
async def still(cdp: CDPSession) -> AsyncGenerator[None]:
    """No script of the page runs meanwhile, so that nothing new shows between the look and the picture."""
    await cdp.send("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        yield
    finally:
        with suppress(TimeoutError, Error):  # a page that hangs must not hold up the rest
            async with asyncio.timeout(limits.UNSTICK):
                await cdp.send("Emulation.setScriptExecutionDisabled", {"value": False})


async def hide(cdp: CDPSession, redactor: Redactor) -> int:
    """Hide every secret in the page; return how many places had one. Raises the driver's Error."""
    answer: dict[str, Any] = await cdp.send("DOM.getDocument", {"depth": -1, "pierce": True})
    pieces = list(_pieces(answer["root"]))
    if sum(len(piece.text) for piece in pieces) > limits.MASKED_CHARS:
        raise Error("the page has too much text to look through")
    texts = [piece for piece in pieces if not piece.attribute]
    covered, attributes = await asyncio.to_thread(_found, pieces, texts, redactor)
    for piece in attributes:
        await cdp.send("DOM.setAttributeValue", {"nodeId": piece.node, "name": piece.attribute, "value": ""})
        covered[piece.node, piece.attribute] = ""
    for piece in texts:  # before the fields, which take what is in them along
        if not piece.field and (piece.node, "") in covered:
            await cdp.send("DOM.setNodeValue", {"nodeId": piece.node, "value": covered[piece.node, ""]})
    for field in {piece.field for piece in texts if piece.field and (piece.node, "") in covered}:
        await cdp.send("DOM.setOuterHTML", {"nodeId": field, "outerHTML": _FIELD})
    return len(covered)


def _found(
    pieces: Sequence[_Piece], texts: Sequence[_Piece], redactor: Redactor
) -> tuple[dict[tuple[int, str], str], list[_Piece]]:
    """The texts to cover, and the attributes to empty."""
    attributes = [piece for piece in pieces if piece.attribute and redactor.found_in(piece.text)]
    return _covered(texts, redactor), attributes


def _covered(texts: Sequence[_Piece], redactor: Redactor) -> dict[tuple[int, str], str]:
    """The nodes that hold a secret or a part of one, each with the text that takes its place."""
    covered = {(piece.node, ""): _COVER for piece in texts if piece.text and redactor.found_in(piece.text)}
    spans = redactor.spans("".join(piece.text for piece in texts))
    at = 0
    for piece in texts:
        end = at + len(piece.text)
        if any(start < end and stop > at for start, stop in spans):
            covered[piece.node, ""] = _COVER
        at = end
    return covered


def _pieces(root: dict[str, Any]) -> Iterator[_Piece]:
    """Every text of a tree, in the order of the document."""
    open_nodes: list[tuple[dict[str, Any], int]] = [(root, 0)]
    while open_nodes:
        node, field = open_nodes.pop()
        if node["nodeName"].upper() in _UNSEEN:
            continue
        number = int(node["nodeId"])
        if node["nodeType"] == _TEXT:
            yield _Piece(text=str(node["nodeValue"]), node=number, field=field)
        attributes = node.get("attributes") or []
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            if name not in _NO_TEXT and value:
                yield _Piece(text=str(value), node=number, attribute=str(name))
        below = [(child, field) for child in _children(node)]
        for shadow in node.get("shadowRoots") or []:
            of_browser = shadow.get("shadowRootType") == "user-agent"
            below.append((shadow, (field or number) if of_browser else field))
        open_nodes += reversed(below)


def _children(node: dict[str, Any]) -> list[dict[str, Any]]:
    frame = node.get("contentDocument")
    return [*(node.get("children") or []), *([frame] if frame else [])]
