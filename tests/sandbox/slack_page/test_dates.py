"""Moments on the page: every reader sees them in their own zone."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from tests.sandbox.slack.bots import web_client
from tests.sandbox.slack.drawings import data_table, section
from tests.sandbox.slack_page.conftest import OpenDesk

pytestmark = pytest.mark.asyncio(loop_scope="session")
MOMENT = 1_767_225_590  # half a minute before 2026 begins in London
ZONES = {"U0ANA": "Europe/Madrid", "U0BEN": "America/New_York", "U0CHEN": "Asia/Shanghai"}
EXACT = "{date_num} {time_secs}"


@pytest_asyncio.fixture(loop_scope="session")
async def client(slack: LocalSlack) -> AsyncIterator[AsyncWebClient]:
    async with web_client(slack) as ready:
        yield ready


def cell(timestamp: int, shape: str) -> dict[str, Any]:
    date = {"type": "date", "timestamp": timestamp, "format": shape, "fallback": "some day"}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [date]}]}


def dated(timestamp: int, shape: str) -> dict[str, Any]:
    """A table of one row with a moment in its second cell."""
    table = data_table(1)
    table["rows"][1][1] = cell(timestamp, shape)
    return table


@pytest.mark.parametrize("user", ZONES)
async def test_a_moment_in_a_text_and_in_a_table_is_the_readers(
    user: str, client: AsyncWebClient, open_desk: OpenDesk
) -> None:
    text = section(f"Made <!date^{MOMENT}^{EXACT}|some day>")
    await client.chat_postMessage(channel="C0OPS", text="x", blocks=[text, dated(MOMENT, EXACT)])

    shown = await (await open_desk(user)).newest("Made")

    here = f"{datetime.fromtimestamp(MOMENT, ZoneInfo(ZONES[user])):%Y-%m-%d %H:%M:%S}"
    await expect(shown.locator("time.date")).to_have_text([here, here])


async def test_near_days_and_lengths_are_words(client: AsyncWebClient, open_desk: OpenDesk) -> None:
    now = int(datetime.now(ZoneInfo("UTC")).timestamp())
    shapes = ("{date_short_pretty}", "on {date_short_pretty}", "{ago}")
    cells = [dated(now - 200 * (shape == "{ago}"), shape) for shape in shapes]
    await client.chat_postMessage(channel="C0OPS", text="x", blocks=cells)

    shown = await (await open_desk("U0ANA")).newest("ago")

    await expect(shown.locator("time.date")).to_have_text(["Today", "on today", "3 minutes ago"])


async def test_a_moment_that_cannot_be_read_shows_its_fallback(
    client: AsyncWebClient, open_desk: OpenDesk
) -> None:
    await client.chat_postMessage(channel="C0OPS", text="Made <!date^soon^{time}|some day>")

    shown = await (await open_desk("U0ANA")).newest("Made some day")

    await expect(shown.locator("time.date")).to_have_count(0)
