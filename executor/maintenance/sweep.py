"""What keeps the promises when a process died: expired leases are seen, and workers notified again of tasks that wait.

Running it twice at once, or in two processes, does no harm: each step is a guarded statement. None waits for another: a
lock, or a time-out, that stops one stops no other.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from executor.maintenance import alerts
from executor.maintenance.steps import Steps, TakesLonger
from models.access import grants
from models.accounts import code_requests, hold_notices
from models.alerts import digests, incidents
from models.batches import kept_lists, operations
from models.database import answers, is_outage
from models.domain.errors import TooLate
from models.domain.failpoints import Failpoint, reached
from models.leases import Moment
from models.messages import boards, notices, outbox
from models.messages.outbox import MessageKind
from models.pauses import changes as pauses
from models.schedules import runs
from models.tasks import claims, clock_jumps, counts, export_runs, recovery, retention

_RUNG = 200  # tasks that workers are told of when a pause is over; the next sweeps tell them of the rest
_MOST_FOLDS = 5  # of a sweep: 25,000 changes, some seconds
_LEFT_BY_TIMETABLE, _MOST_SCHEDULES = timedelta(seconds=90), 100
LEFT = timedelta(minutes=1)  # an operation without a step for so long was left by a process that died
_log = structlog.get_logger()


class Notifier(Protocol):
    """Who tells the workers."""

    async def notify(self, task_ids: Sequence[int], /) -> None:
        """Tell the workers that these tasks wait."""

    async def undelivered(self) -> int | None:
        """How many messages no worker has got yet; None while there is no way to notify."""


async def sweep(
    notifier: Notifier, steps: Steps, *, now: datetime, keep: timedelta, remind: timedelta = timedelta()
) -> None:
    """Bring back what lost its worker, notify of everything that waits without a live message, fold the counts, and
    forget what is older than ``keep``; check whether too much waits; tell whoever waits for an export that was lost, and
    remind of accounts that are on hold for ``remind`` (zero: never).
    """
    moment = Moment(now)
    looked = False
    if await _taken(steps, "clock", lambda: _clock(moment)):  # leases may only seem to be over
        looked = await _taken(steps, "leases", lambda: _bring_back(moment))
    others: dict[str, Callable[[], Awaitable[object]]] = {
        "put off": lambda: _bring_forward(moment),
        "operations": lambda: _finish_operations(notifier.notify, moment),
        "pauses": lambda: _go_on(notifier.notify, now=now),
        "lists": lambda: _create_lists(notifier.notify, moment),
        "notifications": lambda: _notify_again(notifier, now=now),
        "counts": _fold,
        "alerts": lambda: alerts.look(now=now),
        "digests": lambda: digests.due(now=now),
        "schedules": lambda: _hand_over(now),
        "daily summaries": lambda: notices.due(now=now),
        "exports": lambda: _tell_of_exports(moment),
        "codes": lambda: code_requests.forget(now=now),
        "holds": lambda: _remind(remind, now),
        "refusals": lambda: grants.write_refusals(now=now),
        "retention": lambda: retention.forget(now=now, keep=keep),
    }
    for name, step in others.items():
        await _taken(steps, name, step)
    if looked:
        await _taken(steps, "swept", lambda: clock_jumps.swept(now=moment.later()))


async def leads(steps: Steps, ask: Callable[[], Awaitable[bool]]) -> bool:
    """Whether this process is the one to sweep. Where that cannot be said it is: two at once do no harm."""
    answer: list[bool] = []

    async def asked() -> None:
        answer.append(await ask())

    await _taken(steps, "lead", asked)
    return answer != [False]


async def _taken(steps: Steps, name: str, step: Callable[[], Awaitable[object]]) -> bool:
    """Whether the step was taken. Raise its error when the database cannot be asked: then the others fail as well."""
    try:
        await steps.take(name, step)
    except (TakesLonger, TooLate):
        _log.warning("maintenance goes on without a step that takes longer", step=name)
    except Exception as error:
        outage = is_outage(error)
        if outage and not await answers():  # a lock or a time-out is no outage
            raise
        _log.error("maintenance failed", step=name, error=str(error), exc_info=None if outage else error)
    else:
        return True
    return False


async def _go_on(notify: Callable[[Sequence[int]], Awaitable[None]], *, now: datetime) -> None:
    """Pauses whose time is over: workers are told of what may begin. Whoever paused without an end is reminded."""
    if await pauses.expire(now=now):
        await notify(await recovery.could_run(most=_RUNG, now=now))
    await pauses.remind(now=now)


async def _notify_again(notifier: Notifier, *, now: datetime) -> None:
    """Of what waits without a message; not of everything again while workers have not got the last messages."""
    count = await notifier.undelivered()
    if count is not None:
        await notifier.notify(await recovery.take_unnotified(now=now, undelivered=count))


async def _hand_over(now: datetime) -> None:
    """Schedules that the timetable has left, as this machine's clock was set: what was handed over already is run once."""
    for schedule, due in await runs.due(now=now - _LEFT_BY_TIMETABLE, most=_MOST_SCHEDULES):
        if due is not None:
            await outbox.enqueue(MessageKind.SCHEDULE, schedule, now=now)


async def _remind(after: timedelta, now: datetime) -> None:
    """Of accounts on hold; but never where that is not wanted."""
    if after:
        await hold_notices.remind(after=after, now=now)


async def _fold() -> None:
    for _ in range(_MOST_FOLDS):  # what is left waits for the next sweep: a lost worker must not
        if not await counts.fold():
            break


async def _clock(moment: Moment) -> None:
    """Say that the clock was set or nobody swept."""
    usual = claims.LEASE * 2 / 3  # less than the newest leases have left, so that none ends unseen
    gap = await moment.while_present(lambda: clock_jumps.look(now=moment.at, usual=usual))
    if gap:
        _log.warning("clock was set, or nobody swept", seconds=round(gap.total_seconds()))


async def _bring_forward(moment: Moment) -> None:
    """What was put off until a time that is far ahead now, as the clock was set back, goes on."""
    unstuck = 0
    for bring_forward in (outbox.bring_forward, incidents.bring_forward, boards.bring_forward):
        unstuck += await moment.while_present(partial(bring_forward, now=moment.at))
    if unstuck:
        _log.warning("clock was set back", unstuck=unstuck)


async def _bring_back(moment: Moment) -> None:
    """Tasks that lost their worker; but not while a lease may only seem to be over: who lives renews it meanwhile."""
    if (await clock_jumps.doubt()).covers(claims.LEASE, now=moment.at):
        return
    await moment.while_present(lambda: recovery.begin_anew(now=moment.at))
    rescued = await recovery.expired(now=moment.at)
    if rescued:
        _log.warning("lost workers", tasks=rescued)
        reached(Failpoint.RESCUED)


async def _tell_of_exports(moment: Moment) -> None:
    await moment.while_present(lambda: export_runs.begin_anew(now=moment.at))
    await export_runs.tell_lost(now=moment.at)


async def _finish_operations(notify: Callable[[Sequence[int]], Awaitable[None]], moment: Moment) -> None:
    """Go on with operations whose process died in the middle. Each step has its own time: Undo counts from the last one."""
    now = moment.at
    left = await moment.while_present(lambda: operations.unfinished(before=now - LEFT, after=now + LEFT))
    for operation in left:
        step = operations.Step(over=False)
        while not step.over:
            step = await operations.step(operation, now=moment.later())
            reached(Failpoint.STEPPED)
            await notify(step.notify)
        await operations.tell_end(operation, now=now)


async def _create_lists(notify: Callable[[Sequence[int]], Awaitable[None]], moment: Moment) -> None:
    """Create the tasks of lists that were confirmed by a process that died before it could."""
    now = moment.at
    for number in await moment.while_present(lambda: kept_lists.left(before=now - LEFT, after=now + LEFT)):
        if made := await kept_lists.make(number, now=moment.later()):
            await notify(made.tasks)
