"""A file of Slack's is read from Slack alone: the token goes nowhere else, not even by a redirect."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.http import serve
from bot.slack import downloads
from bot.slack.client import Client
from models.domain.errors import BadRequest, NotGiven


class Told(Client):
    """A client that is told where a file lies."""

    def __init__(self, base_url: str, url: str) -> None:
        super().__init__(base_url=base_url, token="xoxb-secret")
        self._url = url

    async def files_info(self, *, file: str, **_more: Any) -> Any:
        return {"file": {"id": file, "url_private": self._url}}


@pytest.fixture
async def server() -> AsyncIterator[tuple[str, list[str]]]:
    """One that answers with a file, redirects, or sends without end; and which paths were asked."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        if request.path == "/away":
            return web.Response(status=302, headers={"Location": "/elsewhere"})
        body = b"x" * (downloads._MOST_BYTES + 1) if request.path == "/large" else b"login,group\n"
        return web.Response(body=body)

    app = web.Application()
    app.router.add_get("/{any}", answer)
    runner = await serve(app, host="127.0.0.1", port=0)
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    await runner.cleanup()


async def _fetch(base: str, url: str) -> bytes:
    return await downloads.fetcher(Told(f"{base}/api/", url))("F1")


async def test_a_file_of_slack_is_read(server: tuple[str, list[str]]) -> None:
    assert await _fetch(server[0], f"{server[0]}/file") == b"login,group\n"


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/file",
        "https://files.slack.com.evil.example/file",
        "https://files.slack.com@evil.example/file",
        "http://files.slack.com/file",
        "https://files.slack.com:8443/file",
        "https://files.slack.com./file",
        "https://u@files.slack.com/file",
        "https://evil.example\\@files.slack.com/file",
        "https://files.slack.com\\@evil.example/file",
        "https://slack.com:444/file",
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
        "https://93.184.216.34/file",
        "https://[::1]/file",
        "https://files.slack.com%2eevil.example/file",
        "https://evil.example/#@files.slack.com/file",
        "https://evil.example?files.slack.com/file",
        "//files.slack.com.evil.example/file",
        "https://docs.google.com/document",  # what Slack calls an external file
        "",
    ],
)
async def test_no_other_place_is_asked(url: str) -> None:
    with pytest.raises(BadRequest, match="does not lie with Slack"):
        await _fetch("https://slack.com", url)


async def test_a_redirect_is_not_followed(server: tuple[str, list[str]]) -> None:
    with pytest.raises(BadRequest):
        await _fetch(server[0], f"{server[0]}/away")

    assert server[1] == ["/away"]


async def test_what_is_too_large_is_not_read_to_its_end(server: tuple[str, list[str]]) -> None:
    with pytest.raises(BadRequest, match="A file can have up to 20 MB"):
        await _fetch(server[0], f"{server[0]}/large")


async def test_no_answer_about_a_file_is_told_and_the_file_stays() -> None:
    class Silent(Client):
        async def files_info(self, *, file: str, **_more: Any) -> Any:
            raise TimeoutError

    with pytest.raises(NotGiven):
        await downloads.fetcher(Silent(base_url="http://127.0.0.1:9/api/", token="xoxb-secret"))("F1")
