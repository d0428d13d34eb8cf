"""The bot dies between two statements of what a person asked for: a batch, its undoing, an import."""

import asyncio
import random
import signal

from bot.sandbox.slack import Person
from models.domain.lifecycle import Status
from models.tables.accounts import Account
from models.tables.tasks import Task
from tests.chaos.click_faults import WAITS, fill_in, person
from tests.chaos.cluster import Cluster

_chance = random.Random(4712)  # noqa: S311 - a seed, so that a run can be had again
_TIMES, _MOST = 4, 24  # deaths of each kind; statements until one
IMPORTED = 3


async def created(cluster: Cluster) -> None:
    """Whoever is not told that their tasks were created presses Create again."""
    for _ in range(_TIMES):
        async with person(cluster) as ana:
            cluster.expect()
            form = await fill_in(ana)
            cluster.kill_at_statement(_chance.randint(1, _MOST))
            error = await ana.submit(form)
            await cluster.until_dead(WAITS)
            await cluster.slack.connected(seconds=WAITS)
            if error:
                assert await ana.submit(await ana.wait_for_view("New tasks")) is None


async def undone(cluster: Cluster) -> None:
    """Whoever finds their tasks still canceled presses Undo again."""
    for _ in range(_TIMES):
        ids = await cluster.ask("check")
        cluster.signal("worker", signal.SIGSTOP)  # so that something waits
        try:
            async with person(cluster) as ana:
                await _cancel_and_undo(cluster, ana, ids)
        finally:
            cluster.signal("worker", signal.SIGCONT)


async def _cancel_and_undo(cluster: Cluster, ana: Person, ids: list[int]) -> None:
    waiting = await Task.filter(id__in=ids, status=Status.WAITING).values_list("id", flat=True)
    await ana.say(f"/tasks cancel {' '.join(map(str, waiting))}")
    await ana.submit(await ana.wait_for_view("Cancel execution", seconds=WAITS))
    receipt = await ana.wait_for_message(f"Canceled {len(waiting)}", seconds=WAITS)
    cluster.kill_at_statement(_chance.randint(1, _MOST))
    await ana.click(receipt, "Undo")
    await cluster.until_dead(WAITS)
    await cluster.slack.connected(seconds=WAITS)
    if await Task.filter(id__in=waiting, status=Status.CANCELED).exists():
        await ana.click(receipt, "Undo")
    async with asyncio.timeout(WAITS):  # or the scheduler goes on with what was begun
        while await Task.filter(id__in=waiting, status=Status.CANCELED).exists():  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.2)


async def imported(cluster: Cluster) -> None:
    """Whoever does not see how their import ended imports the same file again."""
    for n in range(_TIMES):
        lines = "login,group\n" + "".join(f"new{n}.{i}@example.com,of{n}\n" for i in range(IMPORTED))
        async with person(cluster) as ana:
            await ana.say("/accounts import")
            form = await ana.wait_for_view(lambda view, ana=ana: "CSV file" in ana.reads(view), seconds=WAITS)
            await ana.fill(form, {"CSV file": [await ana.upload("accounts.csv", lines.encode())]})
            await ana.submit(form)
            preview = await ana.wait_for_view(lambda view: "Import" in str(view.get("submit")), seconds=WAITS)
            cluster.kill_at_statement(_chance.randint(1, _MOST))
            await ana.submit(preview)
            await cluster.until_dead(WAITS)
            await cluster.slack.connected(seconds=WAITS)
        found = await Account.filter(login__startswith=f"new{n}.").count()
        if found not in (0, IMPORTED):
            raise TimeoutError
        await Account.filter(login__startswith=f"new{n}.").delete()
