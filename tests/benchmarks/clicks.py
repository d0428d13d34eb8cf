"""Clicks from the outside: a bot in this process, a local Slack beside it, and people who click.

Slack's own books say how long an acknowledgement took, and when the call came that draws the answer.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import ClientSession

from bot.app import running
from bot.manifest import EVENTS_PATH
from bot.sandbox.redis import RedisServer, find_redis, free_port
from bot.sandbox.slack import Person, workspace
from bot.settings import Settings
from models.secrets.sealing import new_key
from tests.benchmarks.measuring.measure import ACK_P99, MEDIAN, P95, Timing
from tests.benchmarks.surroundings.local_slack import local_slack
from tests.benchmarks.surroundings.people import A_SECOND, SECONDS

_ONE_BY_ONE = ("Refresh", "Next", "Previous", "Last", "First", "Next")
_ROUNDS = 8
Json = dict[str, Any]


async def measured(url: str) -> list[tuple[str, Timing, str]]:
    """(what, timing, what is wanted) over Socket Mode and over signed HTTP."""
    figures: list[tuple[str, Timing, str]] = []
    for transport in ("socket", "http"):
        async with _start_cluster(url, transport) as slack:
            acted = await _one_by_one(slack)
            figures.append((f"{transport}: click in -> call out", acted, f"p50 < {MEDIAN:g}, p95 < {P95:g}"))
            acked, answered = await _many(slack)
            figures.append((f"{transport}: acknowledged, {A_SECOND} a second", acked, f"p99 < {ACK_P99:g}"))
            figures.append((f"{transport}: call out, {A_SECOND} a second", answered, ""))
    return figures


@asynccontextmanager
async def _start_cluster(url: str, transport: str) -> AsyncGenerator[str]:
    """Slack, Redis and the bot, up and joined. Gives Slack's URL."""
    program = find_redis()
    if program is None:
        raise FileNotFoundError("no Redis: install redis-server")
    known, port = workspace(), free_port()
    async with AsyncExitStack() as stack:
        redis = RedisServer(program)
        stack.callback(redis.close)
        request_url = f"http://127.0.0.1:{port}{EVENTS_PATH}" if transport == "http" else None
        slack = stack.enter_context(local_slack(request_url))
        settings = {
            "database_url": url,
            "redis_url": redis.url,
            "admins": ("U0ANA", "U0BEN", "U0CHEN"),
            "burst": 1000,  # Ana clicks as fast as she is answered, which no person does
            "slack_bot_token": known.bot_token,
            "slack_app_token": known.app_token if transport == "socket" else "",
            "slack_signing_secret": known.signing_secret,
            "slack_api_url": f"{slack}/api/",
            "secret_keys": (new_key("benchmark"),),
            "host": "127.0.0.1",
            "port": port,
        }
        await stack.enter_async_context(running(Settings.model_validate(settings)))
        yield slack


async def _one_by_one(slack: str) -> Timing:
    """Click, wait for the new drawing, click again."""
    async with Person(slack, "U0ANA") as ana:
        await ana.say("/tasks")
        seen = await ana.wait_for_message("Total")
        for name in _ONE_BY_ONE * _ROUNDS:
            before = seen["blocks"]
            await ana.click(seen, name)
            seen = await ana.wait_for_message(
                lambda message, before=before: message.get("blocks") not in (None, before)
            )
    timing = _from_click_to_call(await _books(slack))
    return Timing(timing.samples[-len(_ONE_BY_ONE) * (_ROUNDS - 1) :])  # the first ones warm it up


async def _many(slack: str) -> tuple[Timing, Timing]:
    """Clicks at a steady pace: how long until Slack knew that they arrived, and until they were answered."""
    people = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.surroundings.people", slack
    )
    await people.wait()
    books = await _settled(slack)
    clicked = [delivery for delivery in books["deliveries"] if delivery["kind"] == "block_actions"][
        -A_SECOND * SECONDS :
    ]
    acked = Timing([delivery["latency_ms"] for delivery in clicked if delivery["acked"]])
    return acked, Timing(_from_click_to_call(books).samples[-A_SECOND * SECONDS :])


async def _settled(slack: str) -> Json:
    """The books once every delivery is answered, or after twenty seconds."""
    books = await _books(slack)
    for _ in range(40):
        if len(_times(books)) >= len(books["deliveries"]):
            break
        await asyncio.sleep(0.5)
        books = await _books(slack)
    return books


def _from_click_to_call(books: Json) -> Timing:
    """From each delivery to the call that answers it. Every one is answered once, and nearly in order."""
    delivered = [delivery["time"] for delivery in books["deliveries"]]
    return Timing(
        [(end - start) * 1000 for start, end in zip(sorted(delivered), _times(books), strict=False)]
    )


def _times(books: Json) -> list[float]:
    return sorted(call["time"] for call in books["calls"] if call["method"] == "response_url")


async def _books(slack: str) -> Json:
    async with ClientSession() as session, session.get(f"{slack}/_books") as answer:
        return await answer.json()
