"""Signed HTTP: what is not from Slack is refused before anything of it is read as a payload.

Bolt's own server has no health routes and answers malformed headers and bodies with a traceback; so this one looks
at the size, the signature and the form first, and only then lets Bolt see the request.
"""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.manifest import EVENTS_PATH
from bot.monitoring.readiness import Readiness
from bot.server import bounds as bounds_of
from bot.server.bounds import Bounds
from bot.server.port import Port, body_of, trust
from models.domain.text import parsed_json

_PARTS = ("event", "view")  # of a payload: objects, where they are
_NAMED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "block_actions": lambda payload: payload["actions"][0]["action_id"],
    "block_suggestion": lambda payload: payload["action_id"],
    "view_submission": lambda payload: payload["view"]["type"] and payload["view"]["callback_id"],
    "view_closed": lambda payload: payload["view"]["type"] and payload["view"]["callback_id"],
    "shortcut": lambda payload: payload["callback_id"],
    "message_action": lambda payload: payload["callback_id"],
    "event_callback": lambda payload: payload["event"]["type"],
    "url_verification": lambda payload: payload["challenge"],
}
"""The kinds of payloads Slack sends, with the name in each that says what is meant."""
_LONGEST_MOMENT = 12  # digits of a timestamp
_MOST_FIELDS = 100  # of a form; a command has fifteen
_SIGNATURE = 67  # characters: "v0=" and the digest


def web_app(bolt: AsyncApp, signing_secret: str, readiness: Readiness) -> web.Application:
    """The routes: Slack's deliveries, and two for whoever watches the process."""
    verifier = SignatureVerifier(signing_secret)

    async def deliver(request: web.Request) -> web.StreamResponse:
        if not _looks_signed(request):  # its body is not worth waiting for
            return web.Response(status=401, text="not signed by Slack")
        body = (await body_of(request)).decode("utf-8", errors="replace")
        if not _is_signed(verifier, body, request):
            return web.Response(status=401, text="not signed by Slack")
        trust(request)
        if not _is_payload(body, request.content_type):
            return web.Response(status=400, text="not a payload")
        delivery = _read(body, request)
        if delivery is None:
            return web.Response(status=400, text="not a payload")
        return await to_aiohttp_response(await bolt.async_dispatch(delivery))

    app = web.Application(client_max_size=Bounds.body_bytes)
    app.router.add_post(EVENTS_PATH, deliver)
    readiness.join(app)
    return app


async def serve(app: web.Application, *, host: str, port: int, bounds: Bounds | None = None) -> Port:
    """Listen; the caller cleans the port up. ``bounds``: if not those of a port that anybody can reach."""
    listening = Port(app, bounds or bounds_of.public())
    await listening.listen(host, port)
    return listening


def _looks_signed(request: web.Request) -> bool:
    moment, signature = _signature(request)
    is_moment = moment.isascii() and moment.isdecimal() and len(moment) <= _LONGEST_MOMENT
    return is_moment and signature.isascii() and len(signature) == _SIGNATURE


def _is_signed(verifier: SignatureVerifier, body: str, request: web.Request) -> bool:
    moment, signature = _signature(request)
    return verifier.is_valid(body, moment, signature)


def _signature(request: web.Request) -> tuple[str, str]:
    """When Slack signed it, and how."""
    headers = request.headers
    return headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")


def _read(body: str, request: web.Request) -> AsyncBoltRequest | None:
    """The delivery as Bolt reads it; None where its fields are not what Bolt takes them for."""
    headers: dict[str, str | Sequence[str]] = {name: [value] for name, value in request.headers.items()}
    try:
        delivery = AsyncBoltRequest(body=body, headers=headers, mode="http")
    except (TypeError, ValueError, AttributeError, LookupError, RecursionError):
        return None
    return delivery if _is_whole(delivery.body) else None


def _is_whole(payload: dict[str, Any]) -> bool:
    """Whether what Bolt looks into without asking is there to be looked into."""
    if not all(isinstance(payload[part], dict) for part in _PARTS if part in payload):
        return False
    try:
        return "type" not in payload or isinstance(_NAMED[payload["type"]](payload), str)
    except (LookupError, TypeError):
        return False


def _is_payload(body: str, content_type: str) -> bool:
    """A JSON object, or a form that has one in ``payload``, or the form of a slash command."""
    if content_type == "application/json":
        return _is_object(body)
    try:
        form = parse_qs(body, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return False
    return _is_object(form["payload"][0]) if "payload" in form else "command" in form or "ssl_check" in form


def _is_object(text: str) -> bool:
    try:
        return isinstance(parsed_json(text), dict)
    except ValueError:
        return False
