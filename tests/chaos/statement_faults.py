"""The bot dies between two statements of what a person asked for: a batch, its undoing, an export, an import."""

import asyncio
import random
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing

from bot.sandbox.slack import Person
from models.connections.sqlite_file import file_of, is_file
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
        await _freeze_worker(cluster)  # so that something waits
        try:
            async with person(cluster) as ana:
                await _cancel_and_undo(cluster, ana, ids)
        finally:
            cluster.signal("worker", signal.SIGCONT)


async def _freeze_worker(cluster: Cluster) -> None:
    """Stop it where it does not write: one that stands still with SQLite's lock keeps it from everybody."""
    async with asyncio.timeout(WAITS):
        cluster.signal("worker", signal.SIGSTOP)
        while not await asyncio.to_thread(_is_writable, cluster.database):
            cluster.signal("worker", signal.SIGCONT)
            await asyncio.sleep(0.1)
            cluster.signal("worker", signal.SIGSTOP)


def _is_writable(url: str) -> bool:
    """Whether somebody else can write now; PostgreSQL locks rows alone."""
    if not is_file(url):
        return True
    with closing(sqlite3.connect(file_of(url), timeout=2, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


async def _cancel_and_undo(cluster: Cluster, ana: Person, ids: list[int]) -> None:
    waiting = await Task.filter(id__in=ids, status=Status.WAITING).values_list("id", flat=True)
    newest = _newest(ana)
    await ana.say(f"/tasks cancel {' '.join(map(str, waiting))}")
    words = f"Canceled {len(waiting)} · Skipped 0"
    receipt = await ana.wait_for_message(words, after=newest, seconds=WAITS)
    cluster.kill_at_statement(_chance.randint(1, _MOST))
    await ana.click(receipt, "Undo")
    await cluster.until_dead(WAITS)
    await cluster.slack.connected(seconds=WAITS)
    if await Task.filter(id__in=waiting, status=Status.CANCELED).exists():
        await ana.click(receipt, "Undo")
    async with asyncio.timeout(WAITS):  # or the scheduler goes on with what was begun
        while left := await Task.filter(id__in=waiting, status=Status.CANCELED).count():
            answers = [answer for answer in ana.messages() if answer["ts"] > newest]
            is_late = any("Too late to undo" in ana.reads(answer) for answer in answers)
            if is_late and left == len(waiting):  # its 20 seconds were over when the bot was up again
                break
            await asyncio.sleep(0.2)


async def imported(cluster: Cluster) -> None:
    """Whoever does not see how their import ended imports the same file again."""
    for n in range(_TIMES):
        lines = "login,group\n" + "".join(f"new{n}.{i}@example.com,of{n}\n" for i in range(IMPORTED))
        async with person(cluster) as ana:
            await ana.say("/accounts import")
            form = await ana.wait_for_view(lambda view, ana=ana: "File" in ana.reads(view), seconds=WAITS)
            await ana.fill(form, {"File": [await ana.upload("accounts.csv", lines.encode())]})
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
            newest = _newest(ana)
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


def _newest(person: Person) -> str:
    """When the newest message came that this person sees; what comes from now on has a later one."""
    return max((message["ts"] for message in person.messages()), default="0")


def _of_exports(cluster: Cluster) -> Counter[str]:
    """What stands in Ana's messages: files that came, and sentences that one does not, or may not have."""
    (own,) = (room for room in cluster.slack.books()["channels"] if room["id"] == "D0ANA")
    texts = [str(message.get("text")) for message in own["messages"]]
    return Counter(
        came=sum(bool(message.get("files")) for message in own["messages"]),
        lost=sum("did not finish, so there is no file" in text for text in texts),
        unsure=sum("I cannot tell whether the export" in text for text in texts),
    )


def _judge(got: Counter[str], cluster: Cluster, *, was_promised: bool) -> None:
    if was_promised and not got.total():
        cluster.wrong.append("an export that was promised did not come, and nothing was said")
    if any(number > 1 for number in got.values()) or (got["lost"] and got.total() > 1):
        cluster.wrong.append(f"one export came as {dict(got)}")
