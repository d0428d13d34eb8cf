"""What the records say after a fault: the tables, the site's books and Slack's."""

import re
from collections import Counter
from dataclasses import dataclass, field

from handlers.batches.present_batch import AGAIN
from models.tables.messages import Outbox
from models.tables.tasks import Attempt, Batch, Task
from tests.chaos.cluster import Cluster
from tests.models import invariants

_NOTE = re.compile(r"^#(\d+) · ", re.MULTILINE)  # how each note in a message begins
_BATCH = re.compile(r"Asked by|Schedule \d+ of")  # who made it, in the message of a batch


@dataclass(kw_only=True)
class Verdict:
    """What is wrong, in sentences, by its kind."""

    lost: list[str] = field(default_factory=list[str])
    doubled: list[str] = field(default_factory=list[str])
    broken: list[str] = field(default_factory=list[str])

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.broken)


async def judge(cluster: Cluster) -> Verdict:
    """Check all records. Call it when every task is over and every message sent."""
    verdict = Verdict()
    known = set(await Task.all().values_list("id", flat=True))
    verdict.lost += [f"task {item} is gone" for item in cluster.created if item not in known]
    if (extra := len(known) - cluster.expected) > 0:
        verdict.doubled.append(f"{extra} tasks more than were asked for")
    if extra < 0:
        verdict.lost.append(f"{-extra} tasks that were asked for are not there")
    verdict.lost += [
        f"message {item.kind} {item.about}: {item.error}" for item in await Outbox.filter(state="dead")
    ]
    _notes(verdict, await _attempts(), cluster)
    await _batches(verdict, cluster)
    _site_records(verdict, cluster)
    verdict.broken += cluster.wrong
    verdict.broken += [f"{rule}: {rows[:3]}" for rule, rows in (await invariants.broken()).items()]
    return verdict


async def _attempts() -> set[tuple[int, int]]:
    """(task, attempt) of every attempt that is owed a note."""
    rows = await Attempt.filter(status__not_in=["canceled", "waiting"]).prefetch_related("task")
    # One that was lost and runs again by itself has no note: the next attempt speaks for it.
    return {
        (attempt.task.id, attempt.number)
        for attempt in rows
        if attempt.cause != "worker_lost" or attempt.number == attempt.task.attempt
    }


def _notes(verdict: Verdict, owed: set[tuple[int, int]], cluster: Cluster) -> None:
    shown: Counter[int] = Counter()
    for room in cluster.slack.books()["channels"]:
        for message in room["messages"]:
            if message.get("thread_ts"):
                shown.update(map(int, _NOTE.findall(str(message.get("text", "")))))
    wanted = Counter(task for task, _ in owed)
    verdict.lost += [
        f"task {task}: {n - shown[task]} status notes missing"
        for task, n in wanted.items()
        if shown[task] < n
    ]
    verdict.doubled += [
        f"task {task}: {shown[task] - n} status notes too many"
        for task, n in wanted.items()
        if shown[task] > n
    ]


async def _batches(verdict: Verdict, cluster: Cluster) -> None:
    """Each batch has one message; a second one only where Slack's answer was lost, and it says so."""
    standing = Counter(
        str(message.get("ts"))
        for room in cluster.slack.books()["channels"]
        for message in room["messages"]
        if _BATCH.search(str(message.get("blocks"))) and not message.get("thread_ts")
    )
    marked = sum(
        AGAIN in str(message.get("text"))
        for room in cluster.slack.books()["channels"]
        for message in room["messages"]
    )
    owned = set(await Batch.filter(kind="create").values_list("ts", flat=True))
    verdict.lost += [f"batch without a message: {ts or 'never posted'}" for ts in owned - set(standing)]
    if (extra := len(standing) - len(owned)) > marked:
        verdict.doubled.append(f"{extra} batch messages too many, {marked} marked")


def _site_records(verdict: Verdict, cluster: Cluster) -> None:
    books = cluster.site.books()
    counts = Counter(("page", entry["login"], entry["name"]) for entry in books["pages"])
    counts += Counter(("business", entry["login"], entry["name"]) for entry in books["businesses"])
    verdict.doubled += [
        f"{what} {name} of {login} made {n} times" for (what, login, name), n in counts.items() if n > 1
    ]
