"""Markup: HTML from the files in `templates/`, with everything a person wrote escaped."""

import html
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).with_name("templates")


class Markup(str):
    """Text that is HTML already. Plain text that reaches a template is escaped; this is not."""

    __slots__ = ()


@cache
def _template(name: str) -> Template:
    return Template((TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))


def escape(text: str) -> Markup:
    return text if isinstance(text, Markup) else Markup(html.escape(text, quote=True))


def fill(template: str, /, **values: str) -> Markup:
    """One template with its places filled; a place without a value is a KeyError, never a blank."""
    safe = {key: escape(value) for key, value in values.items()}
    return Markup(_template(template).substitute(safe))


def join(parts: Iterable[str]) -> Markup:
    return Markup("\n".join(escape(part) for part in parts))
