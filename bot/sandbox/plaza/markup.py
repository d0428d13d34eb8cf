"""Markup: the few pages that the server writes itself; everything else is drawn in the browser."""

import json
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from aiohttp import web

from bot.sandbox.plaza.language import CHOICE, LANGUAGES, texts

TEMPLATES = Path(__file__).with_name("templates")


@cache
def _template(name: str) -> Template:
    return Template((TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))


def filled(
    name: str, language: str, values: Mapping[str, str], inner: Mapping[str, str] | None = None
) -> str:
    """A template with its texts in a language and its values; ``inner`` is HTML already, the rest is escaped."""
    written = {key: text for key, text in texts(language).items() if isinstance(text, str)}
    safe = {key: escape(text, quote=True) for key, text in (written | dict(values)).items()}
    return _template(name).substitute(safe | dict(inner or {}), lang=language)


def embedded(value: object) -> str:
    """A value as JSON that may stand in a script of a page."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def html(body: str, status: int = 200) -> web.Response:
    return web.Response(
        text=body, status=status, content_type="text/html", headers={"Cache-Control": "no-store"}
    )


def redirect(path: str) -> web.Response:
    return web.Response(status=302, headers={"Location": path})


def alert(sentence: str) -> str:
    """A sentence about what is wrong, as HTML; nothing where nothing is."""
    return f'<p class="wrong" role="alert">{escape(sentence)}</p>' if sentence else ""


def plain(language: str, content: str, *, status: int = 200) -> web.Response:
    """A screen for somebody who is not inside: content (HTML) within the frame of the log-in."""
    choices = " · ".join(
        f'<a href="?{CHOICE}={one}" lang="{one}">{escape(texts(one)["language"])}</a>' for one in LANGUAGES
    )
    frame = {"content": content, "choices": choices, "texts": embedded(texts(language))}
    return html(filled("door", language, {}, frame), status)


def sentence_screen(language: str, name: str, *, status: int) -> web.Response:
    """A screen with nothing but a heading and a sentence, by the key of the heading."""
    said = texts(language)
    heading = f"{name}_heading" if f"{name}_heading" in said else name
    values = {"heading": said[heading], "lead": said[f"{name}_lead"]}
    return plain(language, filled("sentence", language, values), status=status)
