"""Private parts of a page taken out of it, each with a black box in its place.

What is not in the page cannot be shown by it: by no style, shadow, reflection, copy or layer. The box is there for the
reader. It stands in a closed shadow root with a style sheet that is made by script: the page's policy for styles does
not apply to it, and the page's own styles do not get the better of it.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

from playwright.async_api import CDPSession, Error

from executor.masking.size import isolated_world
from executor.masking.tree import Element

# The functions are taken from the prototypes: a form whose field is called "remove" has no function of that name.
_COVER = """function (...parts) {
  const kept = `position top right bottom left float clear z-index box-sizing width height zoom vertical-align
    margin-top margin-right margin-bottom margin-left padding-top padding-right padding-bottom padding-left
    border-top-width border-right-width border-bottom-width border-left-width
    flex-grow flex-shrink flex-basis order align-self justify-self
    grid-row-start grid-row-end grid-column-start grid-column-end
    transform transform-origin translate rotate scale`.split(/\\s+/);
  const create = name => Document.prototype.createElement.call(document, name);
  const measured = part => {
    const style = getComputedStyle(part);
    const inline = style.display === 'inline';
    const all = [...Element.prototype.getClientRects.call(part)];
    const sizes = inline ? all.slice(0, 50).map(box => `width: ${box.width}px; height: ${box.height}px`)
      : all.length ? [''] : [];
    const display = style.display.startsWith('inline') ? 'inline-block'
      : style.display.startsWith('table') ? style.display : 'block';
    const names = kept.filter(name => !inline || !/width|height|margin|padding/.test(name));
    const rules = names.map(name => `${name}: ${style.getPropertyValue(name)}`);
    return sizes.map(size => `${rules.join(';')}; display: ${display}; ${size}`);
  };
  const black = (name, rules) => {
    const box = create(name), sheet = new CSSStyleSheet();
    const text = `all: initial; ${rules}; visibility: visible; opacity: 1; border-style: solid; border-color: #000; background: #000`;
    const own = text.split(';').filter(rule => rule.trim()).map(rule => `${rule} !important`).join(';');
    sheet.replaceSync(`:host { ${own} } :host::before, :host::after { content: none !important }`);
    Element.prototype.attachShadow.call(box, {mode: 'closed'}).adoptedStyleSheets = [sheet];
    return box;
  };
  const instead = (part, all) => {
    if (!(part instanceof HTMLBodyElement || part instanceof HTMLHtmlElement)) {
      return all.map(rules => black('span', rules));
    }
    const body = black('body', 'display: block; min-height: 100vh');
    if (part instanceof HTMLBodyElement) return [body];
    const html = create('html');
    html.append(body);
    return [html];
  };
  Object.getOwnPropertyDescriptor(Document.prototype, 'activeViewTransition')?.get.call(document)?.skipTransition();
  const sizes = parts.map(part => { try { return measured(part) } catch { return [] } });
  parts.forEach((part, at) => {
    let boxes = [];
    try { boxes = instead(part, sizes[at]) } catch {}
    Element.prototype.replaceWith.call(part, ...boxes);
  });
}"""


async def cover(cdp: CDPSession, main_frame: str, elements: Iterable[Element]) -> None:
    """Take elements out of the page; old pictures that a frame still shows for an effect as well. Raises Error.

    ``main_frame``: the id of the frame that the session is of.
    """
    by_frame: dict[str, list[int]] = {main_frame: []}
    for element in elements:
        by_frame.setdefault(element.frame, []).append(element.node)
    failed: Error | None = None
    for frame, nodes in by_frame.items():
        try:
            await _cover_in(cdp, frame, nodes)
        except Error as error:  # such as of a frame that has gone: the others are not left as they are
            failed = error
    if failed:
        raise failed


async def _cover_in(cdp: CDPSession, frame: str, nodes: list[int]) -> None:
    context = await isolated_world(cdp, frame)
    parts = await asyncio.gather(*(_object(cdp, node, context) for node in nodes))
    call = {"functionDeclaration": _COVER, "executionContextId": context}
    done = await cdp.send("Runtime.callFunctionOn", {**call, "arguments": parts})
    if "exceptionDetails" in done:
        raise Error("a private part of the page stays in it")


async def _object(cdp: CDPSession, node: int, context: int) -> dict[str, str]:
    found: dict[str, Any] = await cdp.send("DOM.resolveNode", {"nodeId": node, "executionContextId": context})
    return {"objectId": str(found["object"]["objectId"])}
