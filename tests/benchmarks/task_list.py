"""A list of very many tasks, some of them bad: read, looked at and created."""

import time
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import TypeVar

from rich.console import Console
from rich.table import Table
from tortoise.backends.base.executor import EXECUTOR_CACHE

from models.batches import kept_lists
from models.database import database, migrate
from models.domain.task_files.reader import read_tasks
from models.domain.task_files.rest import rest_csv
from models.domain.task_files.verdicts import Verdict, chosen
from models.domain.values.batches.requests import BatchRequest
from models.sql import transaction
from models.tables.accounts import Account
from tests.benchmarks.operation import one_database
from tests.benchmarks.surroundings import generator
from tests.long_command import say, told

_BY, _CHANNEL, _WHY = "U0ANA", "C0OPS", "benchmark"
T = TypeVar("T")


async def run(kind: str, tasks: int, lines: int, bad: int) -> None:
    """Fill a database with tasks; print how long a preview of a list takes, and its creation."""
    async with one_database(kind) as url:
        await migrate(url)
        EXECUTOR_CACHE.clear()
        say(f"{kind}: making {tasks:,} tasks")
        await generator.fill(url, tasks)
        async with database(url):
            typed = await _typed(lines, bad)
            table = Table("what", "seconds", title=f"{lines:,} lines, {bad:,} of them bad, {kind}")
            with told(lambda: Console().print(table)):
                await _measure(table, typed)


async def _typed(lines: int, bad: int) -> bytes:
    """Pages on the accounts in turn; logins with a slip, and categories that there are not."""
    logins = [str(login) for login in await Account.all().order_by("id").values_list("login", flat=True)]
    rows = ["account,type,page_name,category"]
    for n in range(lines):
        login = logins[n % len(logins)]
        if n < bad:
            rows.append(f"{login}x,check,," if n % 2 else f"{login},create_page,Shop {n},Nothing")
        else:
            rows.append(f"{login},create_page,Shop {n} of {{login}},Artist")
    return "\n".join(rows).encode()


async def _measure(table: Table, typed: bytes) -> None:
    now = datetime.now(UTC)
    begun = time.monotonic()
    tasks = read_tasks(typed)
    looked = await kept_lists.look(tasks, lambda _: True)
    kept = await kept_lists.keep(tasks, by=_BY, channel=_CHANNEL, why=_WHY, now=now)
    table.add_row("read, looked at and kept: the preview", f"{time.monotonic() - begun:.2f}")
    also = frozenset(verdict.word for verdict in Verdict)

    async def confirm() -> object:
        again = await kept_lists.get(kept.id, by=_BY)
        assert again is not None
        wanted = chosen(await kept_lists.look(again.tasks, lambda _: True), also)
        batch = BatchRequest.of_list(wanted, by=_BY, why=_WHY, channel=_CHANNEL)
        return await kept_lists.confirm(kept.id, batch, looked, now=now)

    table.add_row("confirmed: before the acknowledgement", f"{await _seconds(transaction(confirm)):.2f}")
    table.add_row("created", f"{await _seconds(kept_lists.make(kept.id, now=now)):.2f}")
    begun = time.monotonic()
    rest_csv([one for one in looked if one.task is None])
    table.add_row("the other lines as a file", f"{time.monotonic() - begun:.2f}")


async def _seconds(doing: Awaitable[T]) -> float:
    begun = time.monotonic()
    await doing
    return time.monotonic() - begun
