"""Every blow that is dealt, by name: what it does while tasks are under way."""

import asyncio
import random
import signal
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing

from models.points import Point
from tests.chaos.house import House

Blow = Callable[[House], Awaitable[None]]
_chance = random.Random(4711)  # noqa: S311 - a seed, so that a run can be had again
_WAITS = 40.0  # seconds until a process must have reached the point it dies at


def _at(point: Point) -> Blow:
    async def blow(house: House) -> None:
        house.doom(point)
        await house.ask("check", "create_page")
        await house.until_dead(_WAITS)

    return blow


async def _zombie(house: House) -> None:
    """A worker stands still until its tasks were given to others, and then goes on."""
    await house.ask("check", "create_page")
    await asyncio.sleep(1.5)
    house.signal("worker", signal.SIGSTOP)
    await asyncio.sleep(7)  # longer than the lease and a sweep
    house.signal("worker", signal.SIGCONT)


def _killed(name: str) -> Blow:
    async def blow(house: House) -> None:
        await house.ask("check", "create_page")
        await asyncio.sleep(1)
        house.signal(name, signal.SIGKILL)
        house.killed += 1

    return blow


async def _deploys(house: House) -> None:
    """The worker is told to end in order, again and again, while there is work."""
    await house.ask("check", "create_page", "close_notifications")
    for _ in range(3):
        await asyncio.sleep(3)
        house.signal("worker", signal.SIGTERM)


async def _empty_redis(house: House) -> None:
    """Redis dies in the middle and comes back with nothing."""
    await house.ask("check")
    house.redis.restart()
    await house.ask("create_page")


async def _frozen_redis(house: House) -> None:
    """Redis takes connections and answers nothing for a while."""
    house.redis.signal(signal.SIGSTOP)
    asking = asyncio.create_task(house.ask("check", "create_page"))
    await asyncio.sleep(6)
    house.redis.signal(signal.SIGCONT)
    await asking


async def _database_away(house: House) -> None:
    """PostgreSQL falls and comes back; on SQLite another program holds the file for some seconds."""
    await house.ask("check", "create_page")
    await asyncio.sleep(1)
    if house.postgres:
        await asyncio.to_thread(house.postgres.restart)
        return
    with closing(sqlite3.connect(house.database.removeprefix("sqlite://"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(5)
        other.execute("ROLLBACK")


async def _two_schedulers(house: House) -> None:
    """Both look after the same; then the one that leads is killed."""
    house.processes.start("second scheduler")
    house.doom(Point.CLAIMED)
    await house.ask("check", "create_page")
    await house.until_dead(_WAITS)
    house.signal("scheduler", signal.SIGKILL)


async def _at_random(house: House) -> None:
    """The worker is killed ten times, whenever it happens."""
    await house.ask("check", "create_page", "close_notifications", "create_bm")
    for _ in range(10):
        await asyncio.sleep(_chance.uniform(0.5, 5))
        house.signal("worker", signal.SIGKILL)
        house.killed += 1


def _slack(answer: str, *methods: str) -> Blow:
    async def blow(house: House) -> None:
        for method in methods:
            house.slack.switches.fail(method, answer, times=2)
        await house.ask("check", "create_page")

    return blow


async def _dropped_sockets(house: House) -> None:
    for _ in range(3):
        house.slack.drop_sockets()
        await asyncio.sleep(0.5)
    await house.ask("check")


_POSTS = ("chat.postMessage", "chat.update", "files.completeUploadExternal")
_WORKER = (
    Point.HEARD, Point.CLAIMED, Point.TAB_OPEN, Point.BEGUN, Point.LOGGED_IN, Point.COMMITTING, Point.COMMITTED,
    Point.PICTURED, Point.SETTLED, Point.BEATING, Point.TAKEN, Point.UPLOADED, Point.POSTED,
)  # fmt: skip

BLOWS: dict[str, Blow] = {
    **{f"killed at {point}": _at(point) for point in _WORKER},
    "the worker is killed": _killed("worker"),
    "the bot is killed": _killed("bot"),
    "the scheduler is killed": _killed("scheduler"),
    "the worker stands still beyond its lease": _zombie,
    "the worker is killed ten times at random": _at_random,
    "two schedulers": _two_schedulers,
    "deploys": _deploys,
    "the database is away": _database_away,
    "Redis comes back empty": _empty_redis,
    "Redis answers nothing": _frozen_redis,
    "Slack says 429": _slack("429", *_POSTS),
    "Slack says 500": _slack("500", *_POSTS),
    "Slack's answer is lost": _slack("lost", *_POSTS),
    "sockets drop": _dropped_sockets,
}
SHORT = (
    "killed at committed",
    "killed at uploaded",
    "Redis comes back empty",
    "the worker stands still beyond its lease",
)
"""What the tests deal every time."""
