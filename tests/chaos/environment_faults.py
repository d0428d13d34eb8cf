"""The environment of the processes fails: Redis, the database, the disk, the clock, Slack."""

import asyncio
import os
import resource
import signal
import sqlite3
from contextlib import closing

from bot.manifest import EVENTS_PATH
from bot.sandbox.slack import Person
from tests.bot.server.strangers import UNFINISHED, Peer
from tests.chaos.click_faults import create
from tests.chaos.cluster import Cluster, Fault

_STRANGERS, _FORMS = 1100, 3  # connections at a time; forms sent meanwhile
_OVER_HTTP = "bot over HTTP"
_SHIFTED = (("worker", "worker of tomorrow"), ("scheduler", "scheduler of yesterday"))


async def empty_redis(cluster: Cluster) -> None:
    """Redis dies in the middle and comes back with nothing."""
    await cluster.ask("check")
    cluster.redis.restart()
    await cluster.ask("create_page")


async def frozen_redis(cluster: Cluster) -> None:
    """Redis takes connections and answers nothing for a while."""
    cluster.redis.signal(signal.SIGSTOP)
    asking = asyncio.create_task(cluster.ask("check", "create_page"))
    await asyncio.sleep(6)
    cluster.redis.signal(signal.SIGCONT)
    await asking


async def database_away(cluster: Cluster) -> None:
    """PostgreSQL falls and comes back; on SQLite another program holds the file for some seconds."""
    await cluster.ask("check", "create_page")
    await asyncio.sleep(1)
    if cluster.postgres:
        await asyncio.to_thread(cluster.postgres.restart)
        return
    with closing(sqlite3.connect(cluster.database.removeprefix("sqlite://"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(5)
        other.execute("ROLLBACK")


async def full_disk(cluster: Cluster) -> None:
    """No file of the worker may grow for a while: SQLite's neither, so no picture and no end can be written."""
    await cluster.ask("check", "create_page")
    await asyncio.sleep(1)
    family = cluster.processes.family("worker")
    for pid in family:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    await asyncio.sleep(6)
    for pid in set(family) & set(cluster.processes.family("worker")):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


async def clocks_apart(cluster: Cluster) -> None:
    """The worker's clock is an hour fast, the scheduler's an hour slow, the bot's right."""
    for usual, shifted in _SHIFTED:
        await cluster.processes.end(usual)
        cluster.processes.start(shifted)
    await cluster.ask("check", "create_page")
    await asyncio.sleep(4)
    for pid in cluster.processes.family("worker of tomorrow"):
        os.kill(pid, signal.SIGKILL)
    try:
        await cluster.until_over(60)
    finally:
        for usual, shifted in _SHIFTED:
            await cluster.processes.end(shifted)
            cluster.processes.start(usual)


def slack_says(answer: str, *methods: str) -> Fault:
    async def inject(cluster: Cluster) -> None:
        for method in methods:
            cluster.slack.switches.fail(method, answer, times=2)
        await cluster.ask("check", "create_page")

    return inject


async def sockets_drop(cluster: Cluster) -> None:
    for _ in range(3):
        cluster.slack.drop_sockets()
        await asyncio.sleep(0.5)
    await cluster.ask("check")


async def half_open(cluster: Cluster) -> None:
    """Strangers fill the port of a bot over HTTP with unfinished requests, while somebody sends forms."""
    await cluster.processes.end("bot")
    cluster.processes.start(_OVER_HTTP)
    await cluster.processes.listening(cluster.port, _OVER_HTTP)
    cluster.slack.request_url = f"http://127.0.0.1:{cluster.port}{EVENTS_PATH}"
    try:
        async with Person(cluster.slack.url, "U0ANA") as ana:
            for _ in range(_FORMS):
                await _send_form_among_strangers(cluster, ana)
    finally:
        cluster.slack.request_url = None
        await cluster.processes.end(_OVER_HTTP)
        cluster.processes.start("bot")


async def _send_form_among_strangers(cluster: Cluster, ana: Person) -> None:
    strangers: list[Peer] = []
    try:
        for number in range(_STRANGERS):
            strangers.append(Peer(cluster.port))
            await strangers[-1].send(UNFINISHED[number % len(UNFINISHED)])
        if error := await create(cluster, ana):
            cluster.wrong.append(f"a form was not acknowledged among {_STRANGERS} strangers: {error}")
    finally:
        for stranger in strangers:
            stranger.close()
