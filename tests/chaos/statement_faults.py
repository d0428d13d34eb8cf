"""The bot dies between two statements of what a person asked for: a batch, its undoing, an export, an import."""

import asyncio
import random
import signal
import time
from collections import Counter

from bot.sandbox.slack import Person
from models.domain.lifecycle import Status
from models.tables.accounts import Account
from models.tables.tasks import Task
from models.tasks.export_runs import ExportRun
from tests.chaos.click_faults import WAITS, fill_in, person
from tests.chaos.cluster import Cluster

_chance = random.Random(4712)  # noqa: S311 - a seed, so that a run can be had again
_TIMES, _MOST = 4, 24  # deaths of each kind; statements until one
IMPORTED = 3
_PATIENCE = 8.0  # seconds until a person asks again


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
    receipt = await ana.wait_for_message(f"Canceled {len(waiting)} · Skipped 0", seconds=WAITS)
    cluster.kill_at_statement(_chance.randint(1, _MOST))
    await ana.click(receipt, "Undo")
    await cluster.until_dead(WAITS)
    await cluster.slack.connected(seconds=WAITS)
    if await Task.filter(id__in=waiting, status=Status.CANCELED).exists():
        await ana.click(receipt, "Undo")
    async with asyncio.timeout(WAITS):  # or the scheduler goes on with what was begun
        while left := await Task.filter(id__in=waiting, status=Status.CANCELED).count():
            is_late = any("Too late to undo" in ana.reads(answer) for answer in ana.messages())
            if is_late and left == len(waiting):  # its 20 seconds were over when the bot was up again
                break
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
            cluster.wrong.append(f"{found} of {IMPORTED} accounts of one file were imported")
        await Account.filter(login__startswith=f"new{n}.").delete()


async def exported(cluster: Cluster) -> None:
    """Whoever was told that their file is on its way gets it, or is told that it does not come; and asks again."""
    await cluster.ask("check")
    for _ in range(_TIMES):
        was = _of_exports(cluster)
        async with person(cluster) as ana:
            newest = max((message["ts"] for message in ana.messages()), default="0")
            cluster.kill_at_statement(_chance.randint(1, _MOST))
            await ana.say("/tasks export")
            await cluster.until_dead(WAITS)
            await cluster.slack.connected(seconds=WAITS)
            await _until_told(cluster)
            was_promised = any(
                "on their way to your messages" in ana.reads(answer)
                for answer in ana.messages()
                if answer["ts"] > newest
            )
            _judge(_of_exports(cluster) - was, cluster, was_promised=was_promised)
            await _ask_again(cluster, ana)


async def _ask_again(cluster: Cluster, ana: Person) -> None:
    """Until a file comes: what is said while the bot starts is answered by nobody."""
    came, asked = _of_exports(cluster)["came"], 0.0
    async with asyncio.timeout(WAITS):
        while _of_exports(cluster)["came"] == came:
            if time.monotonic() > asked + _PATIENCE:
                asked = time.monotonic()
                await ana.say("/tasks export")
            await asyncio.sleep(0.2)


async def _until_told(cluster: Cluster) -> None:
    """Wait until no lost export is left to be told of."""
    async with asyncio.timeout(WAITS):
        while await ExportRun.exists(state__in=["writing", "sending"]):  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.2)
    await cluster.until_sent(WAITS)


def _of_exports(cluster: Cluster) -> Counter[str]:
    """What stands in Ana's messages: files that came, and sentences that one does not, or may not have."""
    (own,) = (room for room in cluster.slack.books()["channels"] if room["id"] == "D0ANA")
    texts = [str(message.get("text")) for message in own["messages"]]
    return Counter(
        came=sum(bool(message.get("files")) for message in own["messages"]),
        lost=sum("did not finish, so no file comes" in text for text in texts),
        unsure=sum("I cannot tell whether the export" in text for text in texts),
    )


def _judge(got: Counter[str], cluster: Cluster, *, was_promised: bool) -> None:
    if was_promised and not got.total():
        cluster.wrong.append("an export that was promised did not come, and nothing was said")
    if any(number > 1 for number in got.values()) or (got["lost"] and got.total() > 1):
        cluster.wrong.append(f"one export came as {dict(got)}")
