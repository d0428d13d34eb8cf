"""Processes that die or stand still: at a named point, at random, at a deploy."""

import asyncio
import random
import signal

from models.domain.failpoints import Failpoint
from tests.chaos.cluster import ACCOUNTS, Blow, House

_chance = random.Random(4711)  # noqa: S311 - a seed, so that a run can be had again
_WAITS = 40.0  # seconds until a process must have reached the point it dies at


def dies_at(point: Failpoint) -> Blow:
    async def blow(house: House) -> None:
        house.doom(point)
        await house.ask("check", "create_page")
        await house.until_dead(_WAITS)

    return blow


async def stands_still(house: House) -> None:
    """A worker stands still until its tasks were given to others, and then goes on."""
    await house.ask("check", "create_page")
    await asyncio.sleep(1.5)
    house.signal("worker", signal.SIGSTOP)
    await asyncio.sleep(7)  # longer than the lease and a sweep
    house.signal("worker", signal.SIGCONT)


def is_killed(name: str) -> Blow:
    async def blow(house: House) -> None:
        await house.ask("check", "create_page")
        await asyncio.sleep(1)
        house.signal(name, signal.SIGKILL)
        house.killed += 1

    return blow


async def newer_bot(house: House) -> None:
    """Deployed before the workers: it rings with a message they do not know."""
    await house.ask("check", "create_page", notifier=house.notifier_of_tomorrow)


async def rescuer_dies(house: House) -> None:
    """The worker dies, and then who brings its tasks back."""
    await house.ask("check", "create_page")
    for point in (Failpoint.BEGUN, Failpoint.RESCUED):
        house.doom(point)
        await house.until_dead(_WAITS)


async def is_deployed(house: House) -> None:
    """The worker is told to end in order, again and again, while there is work."""
    await house.ask(*["check", "create_page", "close_notifications"] * (200 // (3 * ACCOUNTS)))
    for _ in range(10):
        await asyncio.sleep(6)
        house.signal("worker", signal.SIGTERM)


async def two_schedulers(house: House) -> None:
    """Both look after the same; then the one that leads is killed."""
    house.processes.start("second scheduler")
    house.doom(Failpoint.CLAIMED)
    await house.ask("check", "create_page")
    await house.until_dead(_WAITS)
    house.signal("scheduler", signal.SIGKILL)
    await asyncio.sleep(5)
    await house.processes.end("second scheduler")


async def at_random(house: House) -> None:
    """The worker is killed ten times, whenever it happens."""
    await house.ask("check", "create_page", "close_notifications", "create_bm")
    for _ in range(10):
        await asyncio.sleep(_chance.uniform(0.5, 5))
        house.signal("worker", signal.SIGKILL)
        house.killed += 1
