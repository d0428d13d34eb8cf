"""Files: three steps, a thread, and a share that comes later."""

import hashlib
import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack, Person

from .drawings import section

PNG = b"\x89PNG" + b"\x00" * 100_000


async def test_an_upload_into_a_thread_is_shared_a_little_later(
    client: AsyncWebClient, ana: Person, slack: LocalSlack
):
    parent = await client.chat_postMessage(channel="C0OPS", text="batch")
    done = await client.files_upload_v2(
        channel="C0OPS", thread_ts=parent["ts"], filename="note.png", content=PNG, initial_comment="#1 ended"
    )
    at_once = await client.files_info(file=done["file"]["id"])
    note = await ana.wait_for_message("#1 ended")
    later = await client.files_info(file=done["file"]["id"])

    assert at_once["file"]["shares"] == {}
    assert later["file"]["shares"]["public"]["C0OPS"][0] == {
        "ts": note["ts"],
        "reply_count": 0,
        "thread_ts": parent["ts"],
    }
    assert [file["title"] for file in note["files"]] == ["note.png"]
    assert await ana.download(note["files"][0]) == PNG
    assert ana.thread(parent.data | {"channel": "C0OPS"}) == [note]


async def test_the_books_tell_what_the_bytes_were(client: AsyncWebClient, ana: Person, slack: LocalSlack):
    await client.files_upload_v2(channel="C0OPS", filename="note.png", content=PNG, initial_comment="x")
    await ana.wait_for_message("x")

    ops = next(room for room in slack.books()["channels"] if room["id"] == "C0OPS")
    file = ops["messages"][0]["files"][0]
    assert (file["mimetype"], file["size"]) == ("image/png", len(PNG))
    assert file["sha256"] == hashlib.sha256(PNG).hexdigest()


async def uploaded(client: AsyncWebClient, **more: Any) -> str:
    reserved = await client.files_getUploadURLExternal(filename="a.png", length=3, **more)
    async with client.session.post(reserved["upload_url"], data=b"abc") as response:
        assert await response.text() == "OK - 3"
    return str(reserved["file_id"])


async def test_blocks_go_instead_of_a_comment_but_not_beside_it(client: AsyncWebClient, ana: Person):
    files = [{"id": await uploaded(client), "title": "a"}]
    both = {"initial_comment": "x", "blocks": json.dumps([section("drawn")])}
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.files_completeUploadExternal(files=files, channel_id="C0OPS", **both)

    await client.api_call(
        "files.completeUploadExternal",
        json={"files": files, "channel_id": "C0OPS", "blocks": [section("drawn")]},
    )

    assert (await ana.wait_for_message("drawn"))["files"][0]["title"] == "a"


async def test_what_was_not_uploaded_cannot_be_completed(client: AsyncWebClient):
    reserved = await client.files_getUploadURLExternal(filename="a.png", length=3)

    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=[{"id": reserved["file_id"]}], channel_id="C0OPS")
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await client.files_completeUploadExternal(
            files=[{"id": await uploaded(client)}], channel_id="C0RANDOM"
        )


async def test_the_announced_length_counts(client: AsyncWebClient, slack: LocalSlack):
    reserved = await client.files_getUploadURLExternal(filename="a.png", length=4)

    async with client.session.post(reserved["upload_url"], data=b"abc") as response:
        assert response.status == 400
    assert slack.books()["refusals"][-1]["error"] == "length_mismatch"


async def test_alt_txt_makes_the_share_fail_in_silence(client: AsyncWebClient, ana: Person):
    hidden = await uploaded(client, alt_txt="a screenshot")
    await client.files_completeUploadExternal(
        files=[{"id": hidden}], channel_id="C0OPS", initial_comment="hidden"
    )
    shown = await uploaded(client)
    await client.files_completeUploadExternal(
        files=[{"id": shown}], channel_id="C0OPS", initial_comment="shown"
    )
    await ana.wait_for_message("shown")

    assert (await client.files_info(file=hidden))["file"]["shares"] == {}
    assert len(ana.messages()) == 1


async def test_an_image_block_may_show_a_finished_file_only(client: AsyncWebClient, ana: Person):
    ready = await uploaded(client)
    image = {"type": "image", "alt_text": "a", "slack_file": {"id": ready}}
    with pytest.raises(SlackApiError, match="invalid slack file"):
        await client.chat_postMessage(channel="C0OPS", text="x", blocks=[image])

    await client.files_completeUploadExternal(files=[{"id": ready}])
    assert (await client.chat_postMessage(channel="C0OPS", text="x", blocks=[image]))["ok"]


async def test_bytes_are_for_the_app_and_for_those_who_may_see_them(
    client: AsyncWebClient, slack: LocalSlack
):
    file_id = await uploaded(client)
    await client.files_completeUploadExternal(files=[{"id": file_id}])
    address = (await client.files_info(file=file_id))["file"]["url_private"]

    async with client.session.get(address, params={"user": "U0ANA"}) as nobodys:
        assert nobodys.status == 404
    async with client.session.get(address, headers={"Authorization": f"Bearer {client.token}"}) as bots:
        assert await bots.read() == b"abc"
