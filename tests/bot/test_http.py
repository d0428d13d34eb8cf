"""Signed HTTP: what is not from Slack, is old, or comes again does nothing, and nothing makes it stumble."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

from bot.http import serve
from bot.manifest import EVENTS_PATH
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings

UNREADABLE = (
    "1" * 5000,
    "-" + "1" * 5000,
    "[" * 5000 + "]" * 5000,
    "[" * 200 + "]" * 200,
    "NaN",
    "-Infinity",
    '{"a":' * 5000,
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def heard() -> AsyncIterator[tuple[str, list[bytes]]]:
    """An address for answers, and what came there."""
    came: list[bytes] = []

    async def take(request: web.Request) -> web.Response:
        came.append(await request.read())
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_post("/", take)
    runner = await serve(app, host="127.0.0.1", port=0)
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/", came
    await runner.cleanup()


def _signed(body: bytes, secret: str, *, at: float | None = None) -> dict[str, str]:
    moment = str(int(at or time.time()))
    digest = hmac.new(secret.encode(), b"v0:" + moment.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {**FORM, "X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}


async def _post(config: Settings, body: bytes, headers: dict[str, str]) -> int:
    url = f"http://127.0.0.1:{config.port}{EVENTS_PATH}"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status


def _help(response_url: str) -> bytes:
    form = {
        "command": "/tasks",
        "text": "help",
        "user_id": "U0ANA",
        "channel_id": "C0OPS",
        "trigger_id": "1.2.3",
    }
    return urlencode({**form, "response_url": response_url}).encode()


@pytest.mark.usefixtures("bot")
async def test_the_same_signed_bytes_do_one_thing_however_often_they_come(
    config: Settings, slack: LocalSlack, heard: tuple[str, list[bytes]]
) -> None:
    url, came = heard
    body = _help(url)
    headers = _signed(body, slack.workspace.signing_secret)

    assert [await _post(config, body, headers) for _ in range(4)] == [200] * 4
    other = _help(url).replace(b"1.2.3", b"4.5.6")
    await _post(config, other, _signed(other, slack.workspace.signing_secret))
    async with asyncio.timeout(10):
        while len(came) < 2:  # noqa: ASYNC110 - once the second deed has come, the first one's copies would have
            await asyncio.sleep(0.05)

    assert len(came) == 2


@pytest.mark.usefixtures("bot")
async def test_what_is_not_signed_by_slack_just_now_is_refused(
    config: Settings, slack: LocalSlack, heard: tuple[str, list[bytes]]
) -> None:
    body, secret = _help(heard[0]), slack.workspace.signing_secret
    good = _signed(body, secret)
    bad = [
        FORM,
        _signed(body, "another secret"),
        _signed(body + b"&x=1", secret),
        _signed(body, secret, at=time.time() - 301),
        _signed(body, secret, at=time.time() + 301),
        {**good, "X-Slack-Request-Timestamp": "soon"},
        {**good, "X-Slack-Request-Timestamp": "١٢٣"},
        {**good, "X-Slack-Signature": ""},
    ]

    assert [await _post(config, body, headers) for headers in bad] == [401] * len(bad)
    assert heard[1] == []


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    "body", [b"", b"payload=", b"payload=%7B", b"payload=null", b"payload=[]", b"\xff\xfe", b"x"]
)
async def test_what_is_no_payload_is_refused_without_a_stumble(
    config: Settings, slack: LocalSlack, body: bytes
) -> None:
    assert await _post(config, body, _signed(body, slack.workspace.signing_secret)) in {400, 401}


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
async def test_what_python_cannot_read_as_json_is_no_payload(
    config: Settings, slack: LocalSlack, kind: str
) -> None:
    for value in UNREADABLE:
        text = '{"type": "block_actions", "actions": [{"action_id": "refresh", "value": ' + value + "}]}"
        body = (text if kind.endswith("json") else urlencode({"payload": text})).encode()
        headers = {**_signed(body, slack.workspace.signing_secret), "Content-Type": kind}

        assert await _post(config, body, headers) == 400, value[:20]


@pytest.mark.usefixtures("bot")
async def test_health_tells_a_stranger_nothing(config: Settings) -> None:
    async with aiohttp.ClientSession() as session:
        for path, text in (("/healthz", "ok"), ("/readyz", "ready")):
            async with session.get(f"http://127.0.0.1:{config.port}{path}") as answer:
                assert (answer.status, await answer.text()) == (200, text)
