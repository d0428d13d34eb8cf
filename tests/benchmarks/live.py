"""Lists that repaint themselves while tasks move: how old they get, and what Slack says to it.

A local Slack that keeps Slack's rates, a bot, shared lists and Home tabs, and a steady stream of moves.
"""

import asyncio
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from bot.app import running
from bot.sandbox.redis import RedisServer, find_redis
from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from models.database import migrate
from models.domain.lifecycle import Status
from models.domain.values.boards import PLACES
from models.messages import boards
from models.messages.boards import Board
from models.secrets.sealing import Sealer, new_key
from models.tables.tasks import Task
from models.tasks import bulk
from tests.benchmarks.measuring.measure import Timing
from tests.factories import waiting_tasks
from tests.long_command import say, told

TASKS, PEOPLE, CHANNELS = 500, ("U0ANA", "U0BEN", "U0CHEN"), ("C0OPS", "C0GENERAL")
_DRAWN = re.compile(r"as of <!date\^(\d+)\^")


async def run(lists: int, moves: int, seconds: int) -> None:
    """Share the lists, let tasks move for so long, and print the figures."""
    key = new_key("benchmark")
    async with _start_cluster(key) as slack:
        await waiting_tasks(TASKS, Sealer([key]))
        async with AsyncExitStack() as stack:
            people = [await stack.enter_async_context(Person(slack.url, user)) for user in PEOPLE]
            for person in people:
                await person.visit_home()
            say(f"sharing {lists} lists")
            await _share(lists)
            begun, ages = time.time(), list[float]()
            say(f"tasks move for {seconds} s")
            with told(lambda: _report(slack, ages, begun)):
                async with asyncio.TaskGroup() as group:
                    group.create_task(_move(moves, seconds))
                    group.create_task(_watch(people[0], seconds, ages))
                say(
                    f"live at the end: {await Board.filter(live=True).count()} of {PLACES['board']} + {PLACES['home']} Home tabs"
                )


@asynccontextmanager
async def _start_cluster(key: str) -> AsyncGenerator[LocalSlack]:
    program = find_redis()
    if program is None:
        raise FileNotFoundError("no Redis: install redis-server")
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bellhop-live-"))
        redis = RedisServer(program)
        stack.callback(redis.close)
        slack = await stack.enter_async_context(LocalSlack())
        url = f"sqlite://{folder}/live.sqlite3"
        await migrate(url)
        settings = {
            "database_url": url,
            "redis_url": redis.url,
            "admins": ("U0ANA", "U0BEN", "U0CHEN"),
            "slack_bot_token": slack.workspace.bot_token,
            "slack_app_token": slack.workspace.app_token,
            "slack_signing_secret": slack.workspace.signing_secret,
            "slack_api_url": slack.api_url,
            "secret_keys": (key,),
        }
        await stack.enter_async_context(running(Settings.model_validate(settings)))
        await slack.connected()
        yield slack


async def _share(lists: int) -> None:
    """Share them all, and wait until they stand in their channels."""
    for number in range(lists):
        channel = CHANNELS[number % len(CHANNELS)]
        await boards.share(f"list {number}", owner="U0ANA", channel=channel, sheet="", zone="UTC", now=_now())
    while await Board.filter(ts="").exclude(channel="").exists():  # noqa: ASYNC110 - the database tells nobody
        await asyncio.sleep(0.5)


async def _move(a_second: int, seconds: int) -> None:
    """Cancel and re-execute tasks at random, at a steady pace."""
    chance, loop = random.Random(4711), asyncio.get_running_loop()  # noqa: S311 - no secret
    begun = loop.time()
    for number in range(a_second * seconds):
        await asyncio.sleep(begun + number / a_second - loop.time())
        task = await Task.get(id=chance.randint(1, TASKS))
        if task.status is Status.WAITING:
            await bulk.cancel([task.id], by="U0ANA", now=_now())
        else:
            await bulk.repeat([task.id], by="U0ANA", batch_id=None, now=_now())


async def _watch(person: Person, seconds: int, ages: list[float]) -> None:
    """How old each live list was, looked at twice a second, once it was posted."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.sleep(0.5)
        live = {board.ts for board in await Board.filter(live=True).exclude(ts="")}
        seen = [
            message for channel in CHANNELS for message in person.messages(channel) if message["ts"] in live
        ]
        matches = [_DRAWN.search(person.reads(message)) for message in seen]
        ages += [time.time() - int(match[1]) for match in matches if match]


def _report(slack: LocalSlack, ages: list[float], begun: float) -> None:
    calls = [call for call in slack.books()["calls"] if call["time"] >= begun]
    table = Table("what", "figure", title="Lists that repaint themselves")
    timing = Timing(ages)
    if ages:
        table.add_row(
            "age of a live list, s: median, p95, longest",
            " · ".join(f"{timing.quantile(share):.1f}" for share in (0.5, 0.95, 1)),
        )
    for method, number in Counter(call["method"] for call in calls).most_common():
        table.add_row(f"calls of {method}", str(number))
    table.add_row("refused for too many (429)", str(sum(call["status"] == 429 for call in calls)))
    Console().print(table)


def _now() -> datetime:
    return datetime.now(UTC)
