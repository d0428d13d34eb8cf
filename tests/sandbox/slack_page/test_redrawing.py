"""A message that is drawn anew under a person's hands: what they had picked, and when it is lost."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from bot.demo.actor import PATIENCE, Desk
from bot.sandbox.slack import LocalSlack
from tests.sandbox.slack.bots import socket_bot
from tests.sandbox.slack.drawings import actions, button, data_table, select

pytestmark = pytest.mark.asyncio(loop_scope="session")


def drawn(cell: str, block_id: str, *options: str) -> list[dict[str, Any]]:
    picker = select("Select tasks", "picker", *options, kind="multi_static_select")
    return [data_table(2, cell=cell), actions(picker, button("Go", "go"), block_id=block_id)]


def pills(where: Locator) -> Locator:
    return where.locator(".pill__text")


@pytest.mark.parametrize(
    ("block_id", "options", "left"),
    [
        ("same", ("A", "B", "C"), ["A", "C"]),
        ("same", ("B", "C", "D"), ["C"]),
        ("other", ("A", "B", "C"), []),
    ],
    ids=["same block", "same block, one option gone", "another block"],
)
async def test_picks_outlive_an_update_only_in_a_block_of_the_same_id(
    desk: Desk, slack: LocalSlack, block_id: str, options: tuple[str, ...], left: list[str]
) -> None:
    heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    async with socket_bot(slack) as app:

        @app.action("picker")
        async def picked(ack: Any) -> None:
            await ack()

        @app.action("go")
        async def go(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            await heard.put(body["state"]["values"])

        first = drawn("before", "same", "A", "B", "C")
        posted = await app.client.chat_postMessage(channel="C0OPS", text="x", blocks=first)
        shown = await desk.newest("before")
        await desk.choose(shown, "Select tasks", "A", "C")
        await expect(pills(shown)).to_have_text(["A", "C"])

        second = drawn("after", block_id, *options)
        await app.client.chat_update(channel="C0OPS", ts=posted["ts"], text="x", blocks=second)
        shown = await desk.newest("after")
        await expect(pills(shown)).to_have_text(left)
        await desk.press(shown, "Go")

        told = (await asyncio.wait_for(heard.get(), PATIENCE / 1000))[block_id]["picker"]["selected_options"]
        assert [one["text"]["text"] for one in told] == left
