"""The bot dies while a list of tasks is created: between two statements, or when it is confirmed and nothing is made yet."""

import asyncio
import random

from bot.sandbox.slack import Person
from models.batches.kept_list_table import KeptList
from models.domain.failpoints import Failpoint
from models.tables.accounts import Account
from tests.chaos.click_faults import WAITS, person
from tests.chaos.cluster import Cluster

_chance = random.Random(4713)  # noqa: S311 - a seed, so that a run can be had again
_TIMES, _MOST = 3, 30  # deaths between statements; statements until one


async def list_created(cluster: Cluster) -> None:
    """Whoever is told that the app did not answer presses Create again; what was taken is created by somebody else."""
    for turn in range(_TIMES + 1):
        async with person(cluster) as ana:
            preview = await _previewed(cluster, ana)
            if turn == _TIMES:
                cluster.kill_at(Failpoint.ACCEPTED)
            else:
                cluster.kill_at_statement(_chance.randint(1, _MOST))
            await ana.submit(preview)
            await cluster.until_dead(WAITS)
            await cluster.slack.connected(seconds=WAITS)
            newest = (await KeptList.all().order_by("-id"))[0]
            if newest.state == "asked":  # it died before it had taken it
                await ana.submit(preview)
        await _until_created(newest.id)
        await cluster.until_over(WAITS * 2)


async def _previewed(cluster: Cluster, ana: Person) -> dict[str, object]:
    """A list with a check of every account, looked at."""
    cluster.expect()
    logins = [account.login for account in await Account.all().order_by("id").limit(cluster.accounts)]
    await ana.say("/tasks new list")
    # The window of the turn before has the same title.
    form = await ana.wait_for_view(lambda view: "One line for each task" in ana.reads(view), seconds=WAITS)
    await ana.fill(form, {"List": "account,type\n" + "".join(f"{login},check\n" for login in logins)})
    await ana.submit(form)
    return await ana.wait_for_view(lambda view: f"{len(logins)} ready" in ana.reads(view), seconds=WAITS)


async def _until_created(number: int) -> None:
    """Wait until the bot, or the maintenance, has created it."""
    async with asyncio.timeout(WAITS):
        while not await KeptList.exists(id=number, state="created"):  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.2)
