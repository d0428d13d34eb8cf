"""JSON as it travels: Slack's payloads and blocks are open documents, so Any is their honest type."""

import copy
import json
from typing import Any

Json = dict[str, Any]


def dumped(document: object) -> str:
    """The compact spelling Slack measures and sends."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def copied(document: Json) -> Json:
    """A deep copy: what is stored never shares parts with what was handed in or out."""
    return copy.deepcopy(document)


def objects(value: object) -> list[Json]:
    """The JSON objects of a list; anything else is left out."""
    found: list[Json] = []
    if isinstance(value, list):
        found.extend(part for part in value if isinstance(part, dict))
    return found


def an_object(value: object) -> Json:
    """The value if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}
