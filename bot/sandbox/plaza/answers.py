"""Answers: what all of the app's requests have in common. Sentences go out in the member's language."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from aiohttp import web

from bot.sandbox.plaza import language
from bot.sandbox.practice.sessions import MEMBER

PER_SHEET = 5
_DIGITS = 6  # of a sheet's number, at most


def said(request: web.Request) -> language.Texts:
    return language.texts(language.of_member(request[MEMBER]))


def refused(request: web.Request, key: str) -> web.Response:
    return web.json_response({"error": said(request)[key]}, status=422)


def missing() -> web.Response:
    return web.json_response({"error": "missing"}, status=404)


def day(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y}"


async def sent(request: web.Request) -> dict[str, Any]:
    """The object that was sent; what is none counts as empty."""
    try:
        data: object = json.loads(await request.text())
    except ValueError:
        return {}
    return cast("dict[str, Any]", data) if isinstance(data, dict) else {}


def sheet(request: web.Request, entries: Sequence[dict[str, str]]) -> web.Response:
    """One sheet of a list, which is in the order of the names: what is new may stand on any of them."""
    ordered = sorted(entries, key=lambda entry: (entry["name"].casefold(), entry["id"]))
    of = max(1, -(-len(ordered) // PER_SHEET))
    asked = request.query.get("hoja", "1")
    at = min(max(int(asked), 1), of) if asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS else 1
    return web.json_response({"entries": ordered[(at - 1) * PER_SHEET : at * PER_SHEET], "at": at, "of": of})
