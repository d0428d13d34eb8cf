"""Faults injected while people fill in and click, or into what they clicked."""

import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from bot.sandbox.slack import Person
from models.domain.failpoints import Failpoint
from models.tables.tasks import Task
from tests.chaos.cluster import GROUP, Cluster

WAITS = 40.0  # seconds


async def accepted_and_dead(cluster: Cluster) -> None:
    """The bot dies when a form's tasks are written, and the person is not told: they press Create again."""
    async with person(cluster) as ana:
        cluster.kill_at(Failpoint.ACCEPTED)
        assert await create(cluster, ana)  # Slack says that the app did not answer
        await cluster.until_dead(WAITS)
        await cluster.slack.connected(seconds=WAITS)
        assert await ana.submit(await ana.wait_for_view("New tasks")) is None


async def canceled_and_dead(cluster: Cluster) -> None:
    """The bot dies in the middle of canceling what waits; somebody else must go on with it."""
    await cluster.ask("check", "check")
    cluster.signal("worker", signal.SIGSTOP)  # so that something waits
    try:
        await _cancel_all(cluster)
    finally:
        cluster.signal("worker", signal.SIGCONT)


async def _cancel_all(cluster: Cluster) -> None:
    async with person(cluster) as ana:
        await ana.say("/tasks status:waiting")
        await ana.click(await ana.wait_for_message("Select all", seconds=WAITS), "Select all")
        await ana.click(await ana.wait_for_view("Select all"), "Cancel execution")
        cluster.kill_at(Failpoint.STEPPED)
        await ana.submit(await ana.wait_for_view("Cancel execution"))
        await cluster.until_dead(WAITS)


async def delivered_twice(cluster: Cluster) -> None:
    """Whatever a person does comes to the bot twice: the words, the form, the click that runs it all again."""
    cluster.slack.switches.set({"deliver_twice": True})
    try:
        async with person(cluster) as ana:
            assert await create(cluster, ana) is None
            newest = await _newest()
            await cluster.until_over(90)
            await ana.say(f"/tasks retry {' '.join(map(str, newest))}")
            await ana.submit(await ana.wait_for_view("Re-execute", seconds=WAITS))
            await ana.wait_for_message(f"Re-executed {len(newest)}", seconds=WAITS)
    finally:
        cluster.slack.switches.set({"deliver_twice": False})


async def create(cluster: Cluster, ana: Person) -> dict[str, str] | None:
    """Fill in the form and send it; return why Slack did not take it, if so."""
    cluster.expect()
    return await ana.submit(await fill_in(ana))


@asynccontextmanager
async def person(cluster: Cluster) -> AsyncGenerator[Person]:
    await cluster.slack.connected(seconds=WAITS)  # the bot may just have been started again
    async with Person(cluster.slack.url, "U0ANA") as ana:
        yield ana


async def fill_in(ana: Person) -> dict[str, Any]:
    """The form for a check of the whole group, ready to be sent."""
    await ana.say("/tasks new")
    form = await ana.wait_for_view("New tasks", seconds=WAITS)
    await ana.fill(form, {"Task type": "Check"})
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Group": GROUP})
    return form


async def _newest() -> list[int]:
    """The tasks of the newest batch: a form that was accepted has written them."""
    newest = (await Task.all().order_by("-id"))[0]
    return [task.id for task in await Task.filter(batch_id=newest.batch_id).order_by("id")]
