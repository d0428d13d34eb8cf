"""What surrounds the processes fails: Redis, the database, the disk, the clock, Slack."""

import asyncio
import os
import resource
import signal
import sqlite3
from contextlib import closing

from tests.chaos.cluster import Blow, House

_SHIFTED = (("worker", "worker of tomorrow"), ("scheduler", "scheduler of yesterday"))


async def empty_redis(house: House) -> None:
    """Redis dies in the middle and comes back with nothing."""
    await house.ask("check")
    house.redis.restart()
    await house.ask("create_page")


async def frozen_redis(house: House) -> None:
    """Redis takes connections and answers nothing for a while."""
    house.redis.signal(signal.SIGSTOP)
    asking = asyncio.create_task(house.ask("check", "create_page"))
    await asyncio.sleep(6)
    house.redis.signal(signal.SIGCONT)
    await asking


async def database_away(house: House) -> None:
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


async def full_disk(house: House) -> None:
    """No file of the worker may grow for a while: SQLite's neither, so no picture and no end can be written."""
    await house.ask("check", "create_page")
    await asyncio.sleep(1)
    family = house.processes.family("worker")
    for pid in family:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    await asyncio.sleep(6)
    for pid in set(family) & set(house.processes.family("worker")):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


async def clocks_apart(house: House) -> None:
    """The worker's clock is an hour fast, the scheduler's an hour slow, the bot's right."""
    for usual, shifted in _SHIFTED:
        await house.processes.end(usual)
        house.processes.start(shifted)
    await house.ask("check", "create_page")
    await asyncio.sleep(4)
    for pid in house.processes.family("worker of tomorrow"):
        os.kill(pid, signal.SIGKILL)
    try:
        await house.until_over(60)
    finally:
        for usual, shifted in _SHIFTED:
            await house.processes.end(shifted)
            house.processes.start(usual)


def slack_says(answer: str, *methods: str) -> Blow:
    async def blow(house: House) -> None:
        for method in methods:
            house.slack.switches.fail(method, answer, times=2)
        await house.ask("check", "create_page")

    return blow


async def sockets_drop(house: House) -> None:
    for _ in range(3):
        house.slack.drop_sockets()
        await asyncio.sleep(0.5)
    await house.ask("check")
