"""A picture goes to the address that Slack gives, and no further."""

from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.http import serve
from bot.slack import uploads
from bot.slack.client import Client


class Told(Client):
    """A client that is told where to bring a file."""

    def __init__(self, url: str) -> None:
        super().__init__(base_url=url)
        self._url = url

    async def files_getUploadURLExternal(self, **_: Any) -> Any:  # noqa: N802 - the SDK's name
        return {"upload_url": self._url, "file_id": "F1"}


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_picture_follows_no_redirect(status: int) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(
            status=status if request.path == "/upload" else 200, headers={"Location": "/away"}
        )

    app = web.Application()
    app.router.add_route("*", "/{any}", answer)
    runner = await serve(app, host="127.0.0.1", port=0)
    slack = Told(f"http://127.0.0.1:{runner.addresses[0][1]}/upload")
    try:
        with pytest.raises(aiohttp.ClientError):
            await uploads.upload("picture.jpg", b"\xff\xd8", slack)
    finally:
        await runner.cleanup()

    assert asked == ["/upload"]
