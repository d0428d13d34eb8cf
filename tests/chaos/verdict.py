"""What the books say after a blow: the tables', the site's and Slack's."""

import re
from collections import Counter
from dataclasses import dataclass, field

from handlers.batches.present_batch import AGAIN
from models.tables.messages import Outbox
from models.tables.tasks import Attempt, Batch, Task
from tests.chaos.cluster import House
from tests.models import invariants

_NOTE = re.compile(r"^#(\d+) · ", re.MULTILINE)  # how each note in a message begins


@dataclass(kw_only=True)
class Verdict:
    """What was found wrong, in sentences, by what kind of wrong it is."""

    lost: list[str] = field(default_factory=list[str])
    doubled: list[str] = field(default_factory=list[str])
    broken: list[str] = field(default_factory=list[str])

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.broken)


async def judge(house: House) -> Verdict:
    """Look through all books. Call it when every task is over and every message sent."""
    verdict = Verdict()
    known = set(await Task.all().values_list("id", flat=True))
    verdict.lost += [f"task {one} is gone" for one in house.created if one not in known]
    if (extra := len(known) - house.expected) > 0:
        verdict.doubled.append(f"{extra} tasks more than were asked for")
    if extra < 0:
        verdict.lost.append(f"{-extra} tasks that were asked for are not there")
    verdict.lost += [
        f"message {one.kind} {one.about}: {one.error}" for one in await Outbox.filter(state="dead")
    ]
    _notes(verdict, await _attempts(), house)
    await _batches(verdict, house)
    _site(verdict, house)
    verdict.broken += [f"{rule}: {rows[:3]}" for rule, rows in (await invariants.broken()).items()]
    return verdict


async def _attempts() -> set[tuple[int, int]]:
    """(task, attempt) of every attempt that is owed a note."""
    rows = await Attempt.filter(status__not_in=["canceled", "waiting"]).prefetch_related("task")
    # One that was lost and runs again by itself has no note: the next attempt speaks for it.
    return {
        (one.task.id, one.number)
        for one in rows
        if one.cause != "worker_lost" or one.number == one.task.attempt
    }


def _notes(verdict: Verdict, owed: set[tuple[int, int]], house: House) -> None:
    shown: Counter[int] = Counter()
    for room in house.slack.books()["channels"]:
        for message in room["messages"]:
            if message.get("thread_ts"):
                shown.update(map(int, _NOTE.findall(str(message.get("text", "")))))
    wanted = Counter(task for task, _ in owed)
    verdict.lost += [
        f"task {one}: {n - shown[one]} status notes missing" for one, n in wanted.items() if shown[one] < n
    ]
    verdict.doubled += [
        f"task {one}: {shown[one] - n} status notes too many" for one, n in wanted.items() if shown[one] > n
    ]


async def _batches(verdict: Verdict, house: House) -> None:
    """Each batch has one message; a second one only where Slack's answer was lost, and it says so."""
    standing = Counter(
        str(message.get("ts"))
        for room in house.slack.books()["channels"]
        for message in room["messages"]
        if "Asked by" in str(message.get("blocks")) and not message.get("thread_ts")
    )
    marked = sum(
        AGAIN in str(message.get("text"))
        for room in house.slack.books()["channels"]
        for message in room["messages"]
    )
    owned = set(await Batch.filter(kind="create").values_list("ts", flat=True))
    verdict.lost += [f"batch without a message: {ts or 'never posted'}" for ts in owned - set(standing)]
    if (extra := len(standing) - len(owned)) > marked:
        verdict.doubled.append(f"{extra} batch messages too many, {marked} marked")


def _site(verdict: Verdict, house: House) -> None:
    books = house.site.books()
    made = Counter(("page", one["login"], one["name"]) for one in books["pages"])
    made += Counter(("business", one["login"], one["name"]) for one in books["businesses"])
    verdict.doubled += [
        f"{what} {name} of {login} made {n} times" for (what, login, name), n in made.items() if n > 1
    ]
