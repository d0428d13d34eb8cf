"""How much there is to look through in a page, measured in the browser before any of it comes here.

What comes is read by the worker's event loop in one piece, and nothing else of the worker goes on meanwhile.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from playwright.async_api import CDPSession, Error

from executor import limits

WORLD = "bellhop"  # names of our own, whatever the page's scripts have made of the browser's
# The functions are taken from the prototypes: a form whose field is called "attributes" has no property of that name.
_CHARS = """(() => {
  const got = (of, name) => Object.getOwnPropertyDescriptor(of.prototype, name).get;
  const shadow = got(Element, 'shadowRoot'), data = got(CharacterData, 'data');
  const values = [HTMLInputElement, HTMLTextAreaElement].map(field => [field, got(field, 'value')]);
  const names = Element.prototype.getAttributeNames, read = Element.prototype.getAttribute;
  const roots = [document];
  let chars = 0;
  for (const root of roots) {
    const walker = Document.prototype.createTreeWalker.call(document, root);
    for (let node = root; node; node = walker.nextNode()) {
      if (node instanceof CharacterData) chars += data.call(node).length;
      if (!(node instanceof Element)) continue;
      for (const name of names.call(node)) chars += 50 + name.length + read.call(node, name).length;
      for (const [field, value] of values) if (node instanceof field) chars += value.call(node).length;
      if (shadow.call(node)) roots.push(shadow.call(node));
    }
  }
  return chars;
})()"""


async def is_too_large(cdp: CDPSession) -> bool:
    """Whether what one session sees is more than can be looked through. Raises Error."""
    if await _nodes(cdp) > limits.MASKED_NODES:
        await cdp.send("HeapProfiler.collectGarbage")  # those of documents that have gone are counted too
        if await _nodes(cdp) > limits.MASKED_NODES:
            return True
    answer: dict[str, Any] = await cdp.send("Page.getFrameTree")
    frames = list(_frames(answer["frameTree"]))
    if len(frames) > limits.MASKED_DOCUMENTS:
        return True
    return sum(await asyncio.gather(*(_chars(cdp, frame) for frame in frames))) > limits.MASKED_SOURCE


async def _nodes(cdp: CDPSession) -> int:
    counted: dict[str, Any] = await cdp.send("Memory.getDOMCounters")
    return int(counted["nodes"])


def _frames(tree: Mapping[str, Any]) -> Iterator[str]:
    open_trees = [tree]
    while open_trees:
        one = open_trees.pop()
        yield str(one["frame"]["id"])
        open_trees += one.get("childFrames") or []


async def _chars(cdp: CDPSession, frame: str) -> int:
    """The characters of a document with its open shadow roots; 0 for one of another process."""
    with suppress(Error):
        context = await isolated_world(cdp, frame)
        answer: dict[str, Any] = await cdp.send(
            "Runtime.evaluate", {"expression": _CHARS, "contextId": context, "returnByValue": True}
        )
        return int(answer["result"].get("value", limits.MASKED_SOURCE + 1))
    return 0


async def isolated_world(cdp: CDPSession, frame: str) -> int:
    """The number of the context in which our functions run in a frame. Raises Error."""
    world: dict[str, Any] = await cdp.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": WORLD})
    return int(world["executionContextId"])
