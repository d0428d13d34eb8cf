"""Processes that die or stand still: at a named point, at random, at a deploy."""

import asyncio
import random
import signal

from models.domain.failpoints import Failpoint
from tests.chaos.cluster import Cluster, Fault

_chance = random.Random(4711)  # noqa: S311 - a seed, so that a run can be had again
_WAITS = 40.0  # seconds until a process must have reached the point it dies at


def dies_at(point: Failpoint) -> Fault:
    async def inject(cluster: Cluster) -> None:
        cluster.kill_at(point)
        await cluster.ask("check", "create_page")
        await cluster.until_dead(_WAITS)

    return inject


async def stands_still(cluster: Cluster) -> None:
    """A worker stands still until its tasks were given to others, and then goes on."""
    await cluster.ask("check", "create_page")
    await asyncio.sleep(1.5)
    cluster.signal("worker", signal.SIGSTOP)
    await asyncio.sleep(7)  # longer than the lease and a sweep
    cluster.signal("worker", signal.SIGCONT)


def is_killed(name: str) -> Fault:
    async def inject(cluster: Cluster) -> None:
        await cluster.ask("check", "create_page")
        await asyncio.sleep(1)
        cluster.signal(name, signal.SIGKILL)
        cluster.killed += 1

    return inject


async def newer_bot(cluster: Cluster) -> None:
    """Deployed before the workers: it notifies with a message they do not know."""
    await cluster.ask("check", "create_page", notifier=cluster.notifier_of_tomorrow)


async def recovery_dies(cluster: Cluster) -> None:
    """The worker dies, and then who brings its tasks back."""
    await cluster.ask("check", "create_page")
    for point in (Failpoint.BEGUN, Failpoint.RESCUED):
        cluster.kill_at(point)
        await cluster.until_dead(_WAITS)


async def is_deployed(cluster: Cluster) -> None:
    """The worker is told to end in order, again and again, while there is work."""
    await cluster.ask(*["check", "create_page", "close_notifications"] * (200 // (3 * cluster.accounts)))
    for _ in range(10):
        await asyncio.sleep(6)
        cluster.signal("worker", signal.SIGTERM)


async def two_schedulers(cluster: Cluster) -> None:
    """Both look after the same; then the one that leads is killed."""
    cluster.processes.start("second scheduler")
    cluster.kill_at(Failpoint.CLAIMED)
    await cluster.ask("check", "create_page")
    await cluster.until_dead(_WAITS)
    cluster.signal("scheduler", signal.SIGKILL)
    await asyncio.sleep(5)
    await cluster.processes.end("second scheduler")


async def at_random(cluster: Cluster) -> None:
    """The worker is killed ten times, whenever it happens."""
    await cluster.ask("check", "create_page", "close_notifications", "create_bm")
    for _ in range(10):
        await asyncio.sleep(_chance.uniform(0.5, 5))
        cluster.signal("worker", signal.SIGKILL)
        cluster.killed += 1
