"""Very many tasks in browsers with faults among them: nothing twice, nothing left behind, no more memory than before."""

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.queue.notifier import Notifier
from bot.sandbox.site import Member, PracticeSite
from models.accounts.records import save_accounts
from models.batches import create
from models.database import database
from models.domain.lifecycle import OVER, Status
from models.domain.task_types import TASK_TYPES
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer, new_key
from models.tables.accounts import Account
from models.tables.tasks import Attempt, StatusNote, Task
from tests.benchmarks.browsers import start_worker_cluster
from tests.benchmarks.measuring.meter import Meter
from tests.benchmarks.surroundings.troubles import TROUBLES, Trouble, mend_and_release
from tests.long_command import say, told
from tests.models import invariants

AMONG = 4  # one account in so many has a fault
_KILLS, _KILL_AMONG = (
    3,
    20,
)  # browsers that are killed on the way: one for so many tasks, and no more than three
_GRACE = 30.0  # seconds after which nothing of a worker may live any more
_console = Console(width=120)


@dataclass(kw_only=True)
class Report:
    """What was found. ``wrong`` is empty when all is well."""

    tasks: int = 0
    seconds: float = 0.0
    statuses: Counter[str] = field(default_factory=Counter[str])
    megabytes: list[float] = field(default_factory=list[float])  # while each hundred of the tasks ran
    pictured: tuple[int, int] = (0, 0)  # tasks that ended by time-out: with a picture, all
    killed: int = 0
    wrong: list[str] = field(default_factory=list[str])


async def run(accounts: int, tasks_each: int, at_once: int) -> None:
    """Print the report of a run with every fault; exit with 1 when something is wrong."""
    report = Report()
    with told(lambda: _print(report)):
        await endure(accounts, tasks_each, at_once, TROUBLES, report=report)
    raise SystemExit(1 if report.wrong else 0)


async def endure(
    accounts: int,
    tasks_each: int,
    at_once: int,
    troubles: Sequence[Trouble],
    *,
    among: int = AMONG,
    report: Report | None = None,
) -> Report:
    """The worker of the Procfile performs the tasks while browsers are killed and a person mends what is on hold.

    ``report`` is filled as it goes.
    """
    report = report or Report()
    key, mark = new_key("endurance"), f"endurance-{time.time()}"
    members = [_member(n) for n in range(accounts)]
    async with (
        PracticeSite(members, [("GOOD", "Globex", "Employee")], posts=0) as site,
        start_worker_cluster(site.url, key, mark, at_once) as (url, notifier, start),
        database(url),
    ):
        sealer = Sealer([key])
        afflicted = await _stage(site, members[::among], members, troubles, sealer)
        ids = await _ask(tasks_each, site)
        report.tasks = len(ids)
        async with Meter(mark) as meter:
            start()
            await notifier.notify(ids)
            await _until_over(report, meter, notifier, site, sealer)
        await _examine(report, meter, site, afflicted)
    await _orphans(report, meter)
    return report


def _member(n: int) -> Member:
    return Member(
        login=f"member{n}@example.com",
        user_id=str(100012340000000 + n),
        password="practice",
        name=f"Member {n}",
    )


async def _stage(
    site: PracticeSite,
    unlucky: Sequence[Member],
    members: Sequence[Member],
    troubles: Sequence[Trouble],
    sealer: Sealer,
) -> dict[str, Trouble]:
    """Every account with its session, the unlucky with a fault; the faults by login."""
    afflicted = dict(zip((person.login for person in unlucky), troubles, strict=False))
    records: list[AccountRecord] = []
    for person in members:
        record = AccountRecord(
            login=person.login,
            user_id=person.user_id,
            group="members",
            session=site.session_for(person.login),
        )
        if trouble := afflicted.get(person.login):
            member, record = trouble.stage(person, record, site)
            site.state.books.enrol(member)
            site.behave(*(replace(behaviour, login=person.login) for behaviour in trouble.behaviours))
        records.append(record)
    await save_accounts(records, sealer=sealer)
    return afflicted


async def _ask(tasks_each: int, site: PracticeSite) -> list[int]:
    """The five types in turn on every account; names are never asked for twice on one account."""
    accounts = [account.id for account in await Account.all().order_by("id")]
    kinds, ids = list(TASK_TYPES), list[int]()
    for turn in range(tasks_each):
        params = {
            "create_page": {"page_name": f"Shop {turn}", "category": "Community"},
            "create_bm": {"bm_name": f"Business {turn}"},
            "authorize_bm_invitation": {"invitation_link": f"{site.url}/invitations/GOOD"},
        }
        kind = kinds[turn % len(kinds)]
        asked = BatchRequest(
            type=kind, account_ids=tuple(accounts), by="U0ANA", channel="C0OPS", params=params.get(kind, {})
        )
        ids += (await create.create(asked, now=datetime.now(UTC)))[1]
    return ids


async def _until_over(
    report: Report, meter: Meter, notifier: Notifier, site: PracticeSite, sealer: Sealer
) -> None:
    """Mend, release and kill until every task is over; keeps when each hundred of them was."""
    begun, hundreds = time.time(), [time.time()]
    kills = min(_KILLS, report.tasks // _KILL_AMONG)
    while (over := await Task.filter(status__in=list(OVER)).count()) < report.tasks:
        if ids := await mend_and_release(site, sealer):
            await notifier.notify(ids)
        if over >= report.tasks * (report.killed + 1) // (kills + 1) and report.killed < kills:
            report.killed += _kill_a_browser(meter)
        if over >= 100 * len(hundreds):
            hundreds.append(time.time())
            say(f"{over} of {report.tasks} tasks over")
        report.seconds = time.time() - begun
        await asyncio.sleep(0.2)
    report.megabytes = [meter.typical_megabytes(*span) for span in pairwise([*hundreds, time.time()])]


def _kill_a_browser(meter: Meter) -> int:
    for pid in sorted(meter.seen()):
        words = _command(pid)
        if "chrom" in words and "--type=" not in words and "crashpad" not in words:
            os.kill(pid, signal.SIGKILL)
            return 1
    return 0


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", errors="replace")
    except OSError:
        return ""


async def _examine(report: Report, meter: Meter, site: PracticeSite, afflicted: dict[str, Trouble]) -> None:
    """The rules of the tables, the site's books, and what became of each account."""
    tasks = await Task.all().prefetch_related("account")
    report.statuses = Counter(task.status.value for task in tasks)
    report.wrong += [f"{rule}: {bad[:3]}" for rule, bad in (await invariants.broken()).items()]
    for task in tasks:
        trouble = afflicted.get(task.account.login)
        may = trouble.ends if trouble else frozenset({Status.ENDED})
        # A browser that was killed may have been any account's.
        if task.status not in may and not (task.status is Status.UNKNOWN_ERROR and report.killed):
            report.wrong.append(
                f"task {task.id} of {trouble.name if trouble else 'a good account'}: {task.result}"
            )
    report.wrong += _doubled(site)
    late = [task.id for task in tasks if task.status is Status.TIMED_OUT]
    attempts = [attempt.id for attempt in await Attempt.filter(task_id__in=late)] if late else []
    notes = await StatusNote.filter(attempt_id__in=attempts).exclude(sha256="").count() if late else 0
    report.pictured = (notes, len(late))
    if notes < len(late):
        report.wrong.append(f"{len(late) - notes} time-outs have no picture")


def _doubled(site: PracticeSite) -> list[str]:
    """What stands more than once in the site's books, though it was asked for once."""
    books = site.books()
    counts = Counter(("page", entry["login"], entry["name"]) for entry in books["pages"])
    counts += Counter(("business", entry["login"], entry["name"]) for entry in books["businesses"])
    return [f"{what} {name} of {login}: {n} times" for (what, login, name), n in counts.items() if n > 1]


async def _orphans(report: Report, meter: Meter) -> None:
    """Once the worker was told to end nothing of it lives on."""
    last = time.monotonic() + _GRACE
    while (alive := [pid for pid in meter.seen() if _command(pid)]) and time.monotonic() < last:  # noqa: ASYNC110 - processes tell nobody
        await asyncio.sleep(0.1)
    report.wrong += [f"process {pid} lives on: {_command(pid)[:60]}" for pid in alive]


def _print(report: Report) -> None:
    table = Table("what", "figure", title=f"{report.tasks} tasks with faults among them")
    with_picture, late = report.pictured
    for what, figure in {
        "tasks a minute": f"{report.tasks / report.seconds * 60:.0f}" if report.statuses else "-",
        "browsers killed": str(report.killed),
        "time-outs with a picture": f"{with_picture} of {late}",
        "MB, each hundred tasks": ", ".join(f"{mb:.0f}" for mb in report.megabytes),
        **{f"ended as {status}": str(n) for status, n in report.statuses.most_common()},
        "wrong": str(len(report.wrong)),
    }.items():
        table.add_row(what, figure)
    _console.print(table)
    for line in report.wrong:
        _console.print(line, style="red")
