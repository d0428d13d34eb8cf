"""Reading a call: the token, and query and body merged into one set of arguments."""

import json
from typing import Any

from aiohttp import web

from .documents import Json
from .refusals import Refusal, invalid_arguments

# Arguments that are documents, and Slack's word if they cannot be read.
DOCUMENTS = {
    "blocks": "invalid_blocks_format",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
    "files": "invalid_arguments",
    "attachments": "invalid_attachments",
    "file_ids": "invalid_arguments",
}


async def read(request: web.Request) -> tuple[str, Json]:
    """The token and the raw arguments. slack_sdk puts a POST's arguments into the query, so both count."""
    merged: Json = {**request.query, **(await _body(request))}
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    token = str(merged.pop("token", "") or "")
    return (bearer.strip() if scheme.lower() == "bearer" else token), merged


async def _body(request: web.Request) -> Json:
    if request.content_type == "application/json":
        raw = await request.text()
        try:
            document = json.loads(raw) if raw.strip() else {}
        except ValueError as error:
            raise Refusal("invalid_json", str(error)) from error
        if not isinstance(document, dict):
            raise Refusal("json_not_object", "the body must be a JSON object")
        return document
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def parsed(arguments: Json) -> Json:
    """The arguments with those that may be JSON in a string made into documents."""
    return {name: _document(name, value) if name in DOCUMENTS else value for name, value in arguments.items()}


def _document(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        if DOCUMENTS[name] == "invalid_arguments":
            raise invalid_arguments(f"must be valid JSON [json-pointer:/{name}]") from error
        raise Refusal(DOCUMENTS[name], f"{name} is not JSON: {error}") from error
