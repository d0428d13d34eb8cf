"""Pages that show what is private in every way we know, in red, and what anybody may see in blue."""

import io
import unicodedata
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from math import ceil

import pytest
from PIL import Image
from PIL.ImageChops import darker, lighter, subtract
from playwright.async_api import Route

from executor.browser.pool import BrowserPool
from executor.browser.screenshot import NoPicture
from executor.browser.tab import Tab
from models.domain.outcomes import Evidence

pytestmark = pytest.mark.asyncio(loop_scope="session")

PUBLIC = "<b style='color: blue; font-size: 40px'>MMMM</b>"
SHARP = "<p data-private style='color: red; font-size: 40px'>MMMM</p>"
FIELD = "<input type=password value=MMMM style='color: red; font-size: 40px'>"
RED = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='200' height='60'>"
    "<rect width='200' height='60' fill='red'/></svg>"
)
BY_SCRIPT = (
    "<script>for (const one of document.querySelectorAll('input, p, b')) {one.style.fontSize = '40px';"
)
BY_SCRIPT += " one.style.color = one.matches('b') ? 'blue' : 'red'}</script>"
POLICIES = (
    "style-src 'none'",
    "default-src 'none'; script-src 'unsafe-inline'",
    "require-trusted-types-for 'script'",
)

WAYS: Mapping[str, str] = {
    "an image": f'<img data-private src="{RED}">',
    "a drawing": "<svg data-private width=200 height=60><rect width=200 height=60 fill=red /></svg>",
    "a text in a drawing": "<svg><text y=40 fill=red font-size=40><tspan data-private>MMMM</tspan></text></svg>",
    "a part that a drawing uses elsewhere": "<svg><defs><g id=it data-private><rect width=200 height=60 fill=red />"
    "</g></defs></svg><svg><use href='#it' /></svg>",
    "a pattern": "<svg><defs><pattern id=it data-private width=9 height=9 patternUnits=userSpaceOnUse>"
    "<rect width=9 height=9 fill=red /></pattern></defs><rect width=200 height=60 fill='url(#it)' /></svg>",
    "a canvas": "<canvas data-private></canvas><script>const it = document.querySelector('canvas').getContext('2d');"
    "it.fillStyle = 'red'; it.fillRect(0, 0, 200, 60)</script>",
    "a video": f'<video data-private poster="{RED}"></video><video poster="{RED}"><source data-private></video>',
    "a shadow": "<p data-private style='text-shadow: 200px 90px red; box-shadow: 0 9px red; outline: 9px solid red'>MM</p>",
    "what the style puts before it": "<style>[data-private]::before {content: 'MMMM'; position: fixed; left: 300px;"
    "top: 200px; color: red}</style><p data-private>M</p>",
    "important colours": "<p data-private style='color: red !important; -webkit-text-fill-color: red !important;"
    " background: none !important'>MMMM</p>",
    "what runs out of its box": "<p data-private style='width: 0; height: 0; white-space: nowrap; color: red'>MMMM MM</p>",
    "an element without a box": "<span data-private style='display: contents; color: red'>MMMM</span>",
    "a reflection": f"<div style='-webkit-box-reflect: below 50px'>{SHARP}</div>",
    "turned and enlarged": f"<div style='transform: rotate(20deg) scale(2) translate(99px, 99px); zoom: 1.4'>{SHARP}</div>",
    "at the foot of a long page": f"<p style='height: 3000px'></p><div style='position: fixed; bottom: 0'>{SHARP}</div>",
    "moving": "<style>@keyframes go {to {transform: translateX(600px)}} p {animation: go 1s infinite;"
    f" transition: all 99s}}</style>{SHARP}",
    "a closed root": f"<div></div><script>document.querySelector('div').attachShadow({{mode: 'closed'}}).innerHTML = "
    f"`{SHARP}{FIELD}`</script>",
    "a root with styles of its own": "<x-x data-private></x-x><script>document.querySelector('x-x').attachShadow("
    "{mode: 'closed'}).innerHTML = '<style>:host {opacity: 1 !important; color: red}</style>MMMM'</script>",
    "a slot": "<div><b style='color: red'>MMMM</b></div><script>document.querySelector('div').attachShadow("
    "{mode: 'closed'}).innerHTML = '<slot data-private></slot>'</script>",
    "on top of all": "<div data-private><dialog style='color: red'>MMMM</dialog></div>"
    "<script>document.querySelector('dialog').showModal()</script>",
    "a choice": "<select style='color: red; font-size: 40px'><option data-private>MMMM</option></select>",
    "a frame": f'<iframe srcdoc="{SHARP}{FIELD}"></iframe><iframe sandbox srcdoc="{SHARP}{FIELD}"></iframe>',
    "a frame of another site": "<iframe src=http://other.test/inner></iframe><object data=http://other.test/inner></object>",
    "a form whose fields are called like functions": "<form data-private style='color: red'>MMMM<input name=replaceWith>"
    "<input name=getClientRects></form><form name=createElement></form>",
    "the old picture of a transition": "<style>@keyframes stay {to {opacity: 1}} ::view-transition-group(*) {animation: stay 99s}"
    "::view-transition-old(*) {animation: none} ::view-transition-new(*) {display: none}</style>"
    f"{SHARP}<script>const shown = new Promise(frame => requestAnimationFrame(() => requestAnimationFrame(frame)))"
    ".then(() => document.startViewTransition(() => {}).ready)</script>",
    "a transition without end": f"{SHARP}<script>const begin = () => {{ document.startViewTransition(() => new Promise(() => {{}})) }}</script>",
    "put there anew when it goes": "<script>customElements.define('x-x', class extends HTMLElement {disconnectedCallback()"
    " {document.body.append(Object.assign(document.createElement('p'), {textContent: 'MMMM', style: 'color: red'}))}})"
    "</script><x-x data-private style='color: red'>MMMM</x-x>",
    "put there all the time": f"<i></i><script>setInterval(() => document.querySelector('i').innerHTML = `{SHARP}`, 1)</script>",
    "names in capitals": "<INPUT TYPE=PassWord value=MM style='color: red'><input name=SMSCode value=MM style='color: red'>"
    "<input autocomplete='section-a one-time-code' value=MM style='color: red'>",
    "a field of XHTML whose name has a prefix": "<iframe src=\"data:application/xhtml+xml,<html xmlns='http://www.w3.org/1999/xhtml'"
    " xmlns:h='http://www.w3.org/1999/xhtml'><body><h:input type='email' value='MMMM' style='color: red'/></body></html>\"></iframe>",
    "hundreds": SHARP * 300,
}
WRITTEN: Mapping[str, Callable[[str], str]] = {
    "after more of a text than the browser tells": lambda secret: f"<p>{' ' * 10_050}{secret}</p>",
    "after much in a field": lambda secret: (
        f"<textarea>{'M ' * 5_050}{secret}</textarea><script>scroll = document.querySelector('textarea');"
        "scroll.scrollTop = 1e6</script>"
    ),
    "after much in a frame": lambda secret: f'<iframe srcdoc="<p>{" " * 10_050}{secret}</p>"></iframe>',
    "a title that is drawn": lambda secret: (
        f"<style>head, title {{display: block}}</style><title>{secret}</title>"
    ),
    "a script that is drawn": lambda secret: (
        f"<script type=text/plain style='display: block'>{secret}</script>"
    ),
    "a script without a box": lambda secret: (
        f"<script type=text/plain style='display: contents'>{secret}</script>"
    ),
    "a style sheet that is drawn": lambda secret: f"<style style='display: block'>/* {secret} */</style>",
    "with marks of direction": "\u200e".join,
    "with joiners": "\u034f".join,
    "with invisible signs": "\u2064".join,
    "with selectors of variants": "\ufe0f\U000e0100".join,
    "with soft hyphens and control characters": "\u00ad\x02".join,
    "with tags": "\U000e0041".join,
    "struck through": "\u0336".join,
    "in mathematical letters": lambda secret: "".join(
        unicodedata.lookup(
            f"MATHEMATICAL BOLD {unicodedata.name(letter).removeprefix('LATIN ').replace('LETTER ', '')}"
        )
        for letter in secret
    ),
    "with hidden elements between": "<i style='display: none'>x</i>".join,
    "with scripts between": "<script>'x'</script>".join,
    "its first letter drawn otherwise": lambda secret: (
        f"<style>p::first-letter {{font-size: 60px}}</style><p>{secret}</p>"
    ),
    "generated from a class": lambda secret: (
        f"<style>p::before {{content: attr(class)}}</style><p class={secret}></p>"
    ),
    "generated from an address": lambda secret: (
        f"<style>q {{display: block}} q::after {{content: attr(src)}}</style><q src={secret}></q>"
    ),
    "generated by a style": lambda secret: f"<style>p::before {{content: '{secret}'}}</style><p></p>",
    "generated in two parts": lambda secret: (
        f"<style>p::before {{content: '{secret[:6]}'}}</style><p>{secret[6:]}</p>"
    ),
    "a marker of a list": lambda secret: (
        f"<style>@counter-style it {{system: cyclic; symbols: '{secret}'}} li {{list-style: it inside}}</style><ul><li></ul>"
    ),
}


@asynccontextmanager
async def showing(html: str, browsers: BrowserPool, policy: str = "") -> AsyncIterator[Tab]:
    """A page of one site, and what it frames of another."""
    pages = {
        "/inner": PUBLIC + SHARP + FIELD,
        "/busy": f"{FIELD}<script>for (;;) {{}}</script>",
    }

    async def answer(route: Route) -> None:
        body = next((body for path, body in pages.items() if route.request.url.endswith(path)), PUBLIC + html)
        headers = {"content-security-policy": policy} if policy else {}
        await route.fulfill(
            body=f"<!doctype html>{body}", content_type="text/html; charset=utf-8", headers=headers
        )

    async with browsers.context() as tab:
        await tab.context.route("**/*", answer)
        await tab.page.goto("http://site.test/", wait_until="commit" if "/busy" in html else "load")
        yield tab


def coloured(picture: Evidence | NoPicture | bytes) -> tuple[int, int, int]:
    """How many pixels are red, blue and black."""
    assert not isinstance(picture, NoPicture)
    data = picture if isinstance(picture, bytes) else picture.data
    red, green, blue = Image.open(io.BytesIO(data)).convert("RGB").split()
    mostly_red = subtract(red.point([ceil(0.7 * r) for r in range(256)]), lighter(green, blue))
    return (
        _both(red.point(lambda value: value > 110), mostly_red),
        _both(blue.point(lambda value: value > 150), lighter(red, green).point(lambda value: value < 100)),
        sum(lighter(lighter(red, green), blue).histogram()[:10]),
    )


def _both(one: Image.Image, other: Image.Image) -> int:
    """How many pixels are nothing in neither of them."""
    return one.size[0] * one.size[1] - darker(one, other).histogram()[0]
