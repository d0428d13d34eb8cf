"""The texts that a page draws, as it draws them: whole, and with what its styles put there.

The tree has each text too, but cut after 10,000 characters, among others that are not drawn, and without the content
that a style sheet makes of attributes, counters and words of its own.
"""

import asyncio
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from playwright.async_api import CDPSession

from executor.masking.tree import TEXT, Piece, Tree

_MARKS = re.compile("[\u0300-\u036f\u20d0-\u20ff]")  # such as a stroke through a letter


async def drawn(cdp: CDPSession, tree: Tree) -> list[Piece]:
    """Every text in the order of the documents, in ordinary letters: not in wide ones, or such as are struck through.

    A text that a style makes is a piece of the element that it is made for. Raises Error.
    """
    answer: dict[str, Any] = await cdp.send("DOMSnapshot.captureSnapshot", {"computedStyles": []})
    return await asyncio.to_thread(_pieces, answer, tree)


def _pieces(answer: Mapping[str, Any], tree: Tree) -> list[Piece]:
    strings: list[str] = answer["strings"]
    return [piece for document in answer["documents"] for piece in _of_document(document, strings, tree)]


def _of_document(document: Mapping[str, Any], strings: list[str], tree: Tree) -> Iterator[Piece]:
    nodes = document["nodes"]
    made = set(nodes.get("pseudoType", {}).get("index", ()))
    for at, text in zip(document["layout"]["nodeIndex"], document["layout"]["text"], strict=True):
        if text < 0:
            continue
        shown_by = at
        while shown_by in made:
            shown_by = nodes["parentIndex"][shown_by]
        element = tree.nodes.get(nodes["backendNodeId"][shown_by])
        own = nodes["nodeType"][at] == TEXT
        yield Piece(
            text=_ordinary(strings[text]),
            node=element.node if element else 0,
            made_in=element.frame if element and not own else "",
        )


def _ordinary(text: str) -> str:
    return text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKC", text))
