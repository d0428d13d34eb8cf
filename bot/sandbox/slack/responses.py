"""POST /response/<token>: what the app says by response_url, or inside an acknowledgement."""

import json
from http import HTTPStatus

from aiohttp import web

from . import network, posting
from .documents import Json
from .platform import Platform
from .refusals import Refusal, invalid_arguments
from .response_urls import ResponseUrl
from .rooms import Message, Room

METHOD = "response_url"
KNOWN = frozenset(
    {
        "text",
        "blocks",
        "attachments",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "mrkdwn",
        "parse",
        "link_names",
        "unfurl_links",
        "unfurl_media",
        "metadata",
    }
)
PARTS = ("text", "blocks", "attachments", "metadata")


async def serve(platform: Platform, request: web.Request) -> web.Response:
    time = platform.clock.now()
    await network.latency(platform.switches)
    failure = platform.switches.take(METHOD)
    said: Json = {}
    answer: Json = {"ok": True}
    status: int = HTTPStatus.OK
    headers: dict[str, str] = {}
    try:
        network.fail(failure)
        said = _read(await request.text())
        respond(platform, platform.response_urls.use(request.match_info["token"]), said)
    except Refusal as refusal:
        # Unlike the Web API, a response_url says with the status, too, that nothing was posted.
        answer, headers = refusal.answer(), refusal.headers
        status = HTTPStatus.BAD_REQUEST if refusal.status == HTTPStatus.OK else refusal.status
        platform.books.refused(METHOD, time, refusal.error, refusal.detail)
    lost = failure is not None and failure.answer == network.LOST
    entry = {
        "method": METHOD,
        "time": time,
        **answer,
        "status": 0 if lost else int(status),
        "arguments": said,
    }
    platform.books.called(entry)
    return network.lose(request) if lost else web.json_response(answer, status=status, headers=headers)


def respond(platform: Platform, address: ResponseUrl, said: Json) -> None:
    """Post, replace or delete, for the person the address was made for."""
    unknown = set(said) - KNOWN
    if unknown:
        raise invalid_arguments(*(f"invalid additional property: {name}" for name in sorted(unknown)))
    room = platform.rooms.find(address.channel_id)
    if room is None:
        raise Refusal("channel_not_found", address.channel_id)
    original = room.messages.get(address.message_ts or "")
    if said.get("delete_original"):
        _delete(platform, room, original)
        return
    content = _content(platform, said)
    if said.get("replace_original") and original is not None and not original.deleted:
        _replace(platform, room, original, content)
    else:
        _post(platform, room, address, said, content)


def _read(raw: str) -> Json:
    try:
        said = json.loads(raw)
    except ValueError as error:
        raise Refusal("invalid_payload", str(error)) from error
    if not isinstance(said, dict):
        raise Refusal("invalid_payload", "the body must be a JSON object")
    return said


def _content(platform: Platform, said: Json) -> Json:
    content = {name: said[name] for name in PARTS if said.get(name) is not None}
    if "blocks" in content:
        content["blocks"] = posting.check_blocks(platform, content["blocks"])
    if not (content.get("text") or content.get("blocks") or content.get("attachments")):
        raise Refusal("no_text", "a response needs text, blocks or attachments")
    return content


def _delete(platform: Platform, room: Room, original: Message | None) -> None:
    if original is None or original.deleted:
        raise Refusal("message_not_found", "there is no original message to delete")
    posting.remove(platform, room, original)


def _replace(platform: Platform, room: Room, original: Message, content: Json) -> None:
    """A whole new message in the old one's place."""
    if original.body.get("bot_id") != platform.workspace.app.bot_id:
        raise Refusal("cant_update_message", "the original message is somebody else's")
    changes = {"text": "", "blocks": None, "attachments": None, **content}
    posting.revise(platform, room, original, **changes)


def _post(platform: Platform, room: Room, address: ResponseUrl, said: Json, content: Json) -> None:
    in_channel = said.get("response_type") == "in_channel"
    thread_ts = said.get("thread_ts") or (None if in_channel else address.thread_ts)
    body = posting.from_bot(platform, content.pop("text", ""), thread_ts=thread_ts, **content)
    posting.post(platform, room, body, ephemeral_to=None if in_channel else address.user_id)
