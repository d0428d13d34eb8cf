"""Language: every text of the site in Spanish and German, and which of them a person reads."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox.practice.members import Member

FOLDER = Path(__file__).with_name("texts")
LANGUAGES = ("es", "de")  # the first is the one of whoever has chosen none
CHOICE_COOKIE = "plaza_idioma"
CHOICE = "idioma"  # in a query

Texts = Mapping[str, Any]


@cache
def texts(language: str) -> Texts:
    """All texts of a language: sentences by key, categories and kinds by their names in the books, posts."""
    return json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))


def of_member(member: Member) -> str:
    return member.language if member.language in LANGUAGES else LANGUAGES[0]


def of_visitor(request: web.Request) -> str:
    """What somebody who is not logged in has chosen, or else what the browser asks for."""
    chosen = request.query.get(CHOICE) or request.cookies.get(CHOICE_COOKIE, "")
    asked = request.headers.get("Accept-Language", "")[:2].lower()
    return next((one for one in (chosen, asked) if one in LANGUAGES), LANGUAGES[0])
