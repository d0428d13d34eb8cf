"""A page without what is private, for the moment in which its picture is taken.

Private is what the site names so (``tree``), the field that a secret was typed into, and every text, field and
attribute that shows a secret. Nothing of this runs a script among the page's own: they could hear what is looked for.
A frame whose inside cannot be looked at is private as a whole.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from playwright.async_api import CDPSession, Error

from executor import limits
from executor.browser.tab import Tab
from executor.masking.cover import cover
from executor.masking.drawn import drawn
from executor.masking.search import found
from executor.masking.size import is_too_large
from executor.masking.tree import Element, Piece, Tree, read
from executor.masking.typed import typed_into
from executor.redaction.redactor import Redactor

_COVER = "\u2588" * 6


class Unmasked(Exception):
    """What is private in a page cannot be hidden with certainty, so there must be no picture of it."""


class Mask:
    """Hides what is private in a page, and in the frames of other processes in it. Made by ``masked``."""

    def __init__(self, tab: Tab, sessions: Mapping[str, CDPSession]) -> None:
        self._tab = tab
        self._sessions = dict(
            sessions
        )  # by the frame that each is of; the inner ones first, the page's own last
        self._documents: set[tuple[str, int]] = set()

    async def hide(self) -> bool:
        """Hide all that is private; True when nothing was, and the documents are those of the look before.

        Raises Unmasked, or the driver's Error or TimeoutError.
        """
        documents: set[tuple[str, int]] = set()
        hidden = 0
        for frame, cdp in list(self._sessions.items()):
            try:
                async with asyncio.timeout(limits.EVIDENCE if cdp is self._tab.cdp else limits.UNSTICK):
                    hidden += await self._hide_in(cdp, frame, documents)
            except (TimeoutError, Error):
                if cdp is not self._tab.cdp:
                    del self._sessions[frame]  # so that the frame is one that cannot be looked into
                elif not await self._tab.responds(limits.UNSTICK):
                    raise
                hidden += 1  # what was looked at was gone before it was hidden: a look for nothing
        same, self._documents = documents == self._documents, documents
        return same and not hidden

    async def _hide_in(self, cdp: CDPSession, frame: str, documents: set[tuple[str, int]]) -> int:
        """Hide what is private in all that one session sees; return how many places had something."""
        if await is_too_large(cdp):
            raise Unmasked("the page is too large to be looked through")
        answer: dict[str, Any] = await cdp.send("DOM.getDocument", {"depth": -1, "pierce": True})
        tree = await asyncio.to_thread(read, answer["root"], frame)
        documents |= {(frame, number) for number in tree.documents}  # each process counts its own
        private = dict(tree.private)
        private |= {
            element.node: element for id_, element in tree.unread.items() if id_ not in self._sessions
        }
        if cdp is self._tab.cdp:
            private |= await typed_into(self._tab, tree)
        pieces = await _with_secrets(cdp, tree, self._tab.private.redactor, private)
        if len(private) > limits.MASKED_PARTS:
            raise Unmasked("the page has too many private parts")
        try:
            await cover(cdp, frame, private.values())
        finally:
            await _hide_pieces(cdp, pieces)
        return len(pieces) + len(private)


@asynccontextmanager
async def masked(tab: Tab) -> AsyncGenerator[Mask]:
    """No script of the page runs meanwhile, so that nothing new shows between the look and the picture."""
    sessions = await _of_other_processes(tab)
    sessions[await _frame_of(tab.cdp)] = tab.cdp
    try:
        for cdp in sessions.values():
            await _disable_scripts(cdp, disabled=True)
        yield Mask(tab, sessions)
    finally:
        for cdp in sessions.values():
            await _disable_scripts(cdp, disabled=False)


async def _disable_scripts(cdp: CDPSession, *, disabled: bool) -> None:
    with suppress(TimeoutError, Error):  # what hangs must not hold up the rest; a look into it will tell
        async with asyncio.timeout(limits.UNSTICK):
            await cdp.send("Emulation.setScriptExecutionDisabled", {"value": disabled})


async def _frame_of(cdp: CDPSession) -> str:
    answer: dict[str, Any] = await cdp.send("Page.getFrameTree")
    return str(answer["frameTree"]["frame"]["id"])


async def _of_other_processes(tab: Tab) -> dict[str, CDPSession]:
    """A session for each frame that the page's own session does not see into, the inner ones first."""
    sessions: dict[str, CDPSession] = {}
    frames = [frame for frame in tab.page.frames if frame is not tab.page.main_frame]
    for frame in reversed(frames[: limits.MASKED_FRAMES]):
        with suppress(TimeoutError, Error):  # most are of the page's own process, and have none
            async with asyncio.timeout(limits.UNSTICK):
                cdp = await tab.context.new_cdp_session(frame)
                sessions[await _frame_of(cdp)] = cdp
    return sessions


async def _with_secrets(
    cdp: CDPSession, tree: Tree, redactor: Redactor, private: dict[int, Element]
) -> list[Piece]:
    """The texts and attributes that hold a secret; the elements that show one otherwise are added to ``private``."""
    if not redactor.knows:
        return []
    shown = await drawn(cdp, tree)
    if max(_chars(tree.pieces), _chars(shown)) > limits.MASKED_CHARS:
        raise Unmasked("the page has too much text to look through")
    pieces = await asyncio.to_thread(found, tree.pieces, shown, redactor)
    for piece in pieces:
        if piece.field:
            private[piece.field] = tree.hosts[piece.field]
        elif piece.made_in:
            private[piece.node] = Element(node=piece.node, frame=piece.made_in)
    return pieces


async def _hide_pieces(cdp: CDPSession, pieces: list[Piece]) -> None:
    """Hide every piece that can be: of a secret in several, no rest may stay that the next look would not know."""
    own = [piece for piece in pieces if piece.node and not piece.field and not piece.made_in]
    for piece in sorted(own, key=lambda piece: bool(piece.attribute)):  # which may load a frame anew
        with suppress(Error):  # it is gone; there is another look
            await _hide_piece(cdp, piece)


async def _hide_piece(cdp: CDPSession, piece: Piece) -> None:
    if piece.attribute:
        await cdp.send("DOM.setAttributeValue", {"nodeId": piece.node, "name": piece.attribute, "value": ""})
    else:
        await cdp.send("DOM.setNodeValue", {"nodeId": piece.node, "value": _COVER})


def _chars(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)
