"""What one claim costs: with few and very many waiting, with pauses, and where the first ones may not begin."""

import itertools
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from statistics import median

from rich.console import Console
from rich.table import Table

from models.batches import create
from models.database import database, migrate
from models.domain.values.batches.requests import BatchRequest
from models.domain.values.pauses import PauseRequest, PauseScope
from models.pauses import changes
from models.ranks.levels import Turn
from models.secrets.sealing import Sealer
from models.sql import rows, transaction
from models.tasks import claims
from tests.benchmarks.measuring.measure import Timing, timed
from tests.benchmarks.operation import one_database
from tests.conftest import KEY
from tests.factories import some_accounts
from tests.long_command import say
from tests.models.ranks.many import fill

_TIMES, _SECONDS, _IN_TURN, _TURNS = 200, 4.0, 10, 30
_OTHERS = (PauseScope(group="apac"), PauseScope(type="create_bm"))
Row = tuple[str, Timing]


async def run(kind: str, waiting: int) -> None:
    """Print the time of a claim at one waiting task and at very many, each with and without what is in its way."""
    async with one_database(kind) as url:
        await migrate(url)
        async with database(url, patient=True):
            say(f"{kind}: making {waiting:,} tasks")
            model = await _filled(waiting)
            table = Table("claim", "median, ms", "99 %, ms", title=f"{waiting:,} tasks wait, {kind}")
            for what, timing in await _measured(model):
                table.add_row(what, f"{timing.median:.2f}", f"{timing.quantile(0.99):.2f}")
            Console().print(table)


async def _filled(waiting: int) -> int:
    accounts = await some_accounts(1, Sealer([KEY]))
    await some_accounts(1, Sealer([KEY]), group="apac")
    asked = BatchRequest(type="check", account_ids=(accounts[0].id,), by="U0ANA", channel="C0OPS")
    _, (model,) = await create.create(asked, now=_now())
    await fill(model, waiting - 1)
    return model


async def _measured(model: int) -> list[Row]:
    named = await _time("by name", _by_name())
    first = await _time("the next one", _next(model))
    others = await _in_turns(model)
    await rows(
        "INSERT INTO hold (account_id, why, by, at, released_by, channel, ts) SELECT account_id, '', 'U0ANA', :now, '', '', '' "
        "FROM task WHERE status = 'waiting' ORDER BY rank, id LIMIT 100000 ON CONFLICT DO NOTHING",
        now=_now(),
    )
    last = (await rows("SELECT MAX(id) AS id FROM task WHERE status = 'waiting'"))[0]["id"]
    ids = itertools.count(last, -1)
    held = await _time("the first 100,000 on hold", lambda: _claim_next(next(ids)))
    await _pause(PauseScope(group="emea"))
    paused = await _time("all paused: none can be claimed", lambda: _claim_next(next(ids)))
    return [named, first, *others, held, paused]


async def _in_turns(model: int) -> list[Row]:
    """Claims of the next one without and with two pauses of other tasks, a few of each in turns: what else the machine does
    meets both. Their ratio is that of the two medians of a turn, in the middle turn.
    """
    claim, ratios, both = _next(model), list[float](), (Timing(), Timing())
    end = time.perf_counter() + 4 * _SECONDS
    while len(ratios) < _TURNS and time.perf_counter() < end:
        medians: list[float] = []
        for timing, is_paused in zip(both, (False, True), strict=True):
            pauses = [await _pause(scope) for scope in _OTHERS]
            over = partial(changes.end, pauses, by="U0ANA", now=_now())
            if not is_paused:
                await transaction(over)
            few = await timed(claim, times=_IN_TURN, seconds=_SECONDS)
            if is_paused:
                await transaction(over)
            timing.samples.extend(few.samples)
            medians.append(few.median)
        ratios.append(medians[1] / medians[0])
    return [
        ("the next one, in turns with the following", both[0]),
        (f"two pauses of other tasks, {median(ratios):.2f} times the former", both[1]),
    ]


def _by_name() -> Callable[[], Awaitable[object]]:
    numbers: list[int] = []

    async def claim() -> object:
        if not numbers:
            found = await rows("SELECT id FROM task WHERE status = 'waiting' ORDER BY rank DESC LIMIT 500")
            numbers.extend(row["id"] for row in found)
        return await claims.claim(numbers.pop(0), worker="w", now=_now())

    return claim


def _next(model: int) -> Callable[[], Awaitable[object]]:
    return lambda: _claim_next(model)


async def _claim_next(named: int) -> object:
    return await claims.claim_next(named, Turn.FIRST, worker="w", now=_now())


async def _time(what: str, work: Callable[[], Awaitable[object]]) -> Row:
    await work()
    return what, await timed(work, times=_TIMES, seconds=_SECONDS)


async def _pause(scope: PauseScope) -> int:
    return await transaction(lambda: changes.begin(PauseRequest(scope=scope, why="", by="U0ANA"), now=_now()))


def _now() -> datetime:
    return datetime.now(UTC)
