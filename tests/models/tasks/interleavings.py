"""Two people, two workers and the scheduler that interfere with each other: what each will do is drawn from a seed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from models.batches import operations, plans
from models.domain.lifecycle import OVER, LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Claim
from models.domain.values.batches.plans import Kind
from models.tasks import claims, counts, recovery

_PEOPLE, _WORKERS = ("U0ANA", "U0BEN"), ("worker-1", "worker-2")
_ENDS = sorted(OVER - {Status.CANCELED})


@dataclass(frozen=True)
class Deed:
    """One thing somebody will do, after having let the others go first a few times."""

    verb: str
    tasks: tuple[int, ...] = ()
    ending: Status = Status.ENDED
    pause: int = 0

    def __str__(self) -> str:
        shown = f" as {self.ending.value}" if self.verb == "work" else ""
        return f"{self.verb} {', '.join(map(str, self.tasks))}{shown} (+{self.pause})"


@dataclass(frozen=True)
class Schedule:
    """What everybody will do, in the order in which they set out."""

    seed: int
    deeds: tuple[tuple[str, tuple[Deed, ...]], ...]

    def __str__(self) -> str:
        lines = (f"  {who}: {'; '.join(map(str, deeds))}" for who, deeds in self.deeds)
        return "\n".join((f"seed {self.seed}", *lines))


def schedule_of(seed: int, tasks: Sequence[int]) -> Schedule:
    """The schedule of a seed on these tasks."""
    dice = Random(seed)  # noqa: S311 - a schedule, not a secret

    def deed(*verbs: str, most: int) -> Deed:
        chosen = tuple(dice.sample(tasks, dice.randint(1, most)))
        return Deed(dice.choice(verbs), chosen, dice.choice(_ENDS), dice.randrange(12))

    people = [
        (who, tuple(deed("cancel", "cancel", "repeat", "repeat", "undo", most=len(tasks)) for _ in range(3)))
        for who in _PEOPLE
    ]
    workers = [
        (who, tuple(deed("work", "work", "work", "stop", most=1) for _ in range(2))) for who in _WORKERS
    ]
    scheduler = ("scheduler", (deed("go on", "recover", most=1), deed("fold", "go on", most=1)))
    everybody = [*people, *workers, scheduler]
    dice.shuffle(everybody)
    return Schedule(seed, tuple(everybody))


@dataclass
class Interleaving:
    """One schedule as it goes on: the operations asked for so far, and what was done to the accounts."""

    now: datetime
    operations: list[int] = field(default_factory=list[int])
    touched: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])  # (task, attempt)
    settled: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    async def play(self, schedule: Schedule) -> None:
        """Everybody at once; then whatever was confirmed is done to its end."""
        await asyncio.gather(*(self._act(who, deeds) for who, deeds in schedule.deeds))
        await self._go_on()

    async def _act(self, who: str, deeds: Sequence[Deed]) -> None:
        verbs: dict[str, Callable[[str, Deed], Awaitable[None]]] = {
            "cancel": self._order, "repeat": self._order, "undo": self._undo,
            "work": self._work, "stop": self._stop,
            "fold": self._fold, "go on": self._go_on, "recover": self._recover,
        }  # fmt: skip
        for deed in deeds:
            for _ in range(deed.pause):
                await asyncio.sleep(0)
            await verbs[deed.verb](who, deed)

    async def _order(self, who: str, deed: Deed) -> None:
        kind: Kind = "cancel" if deed.verb == "cancel" else "repeat"
        plan = await plans.plan_ids(kind, sorted(deed.tasks), by=who, channel="C0OPS", now=self.now)
        self.operations.append(plan.id)
        confirmed = await asyncio.gather(*(operations.confirm(plan.id, by=who, now=self.now) for _ in "12"))
        assert sorted(confirmed) == [False, True]  # a double click
        await self._to_its_end(plan.id)

    async def _undo(self, who: str, _: Deed) -> None:
        """The newest operation, whoever asked for it."""
        for operation in self.operations[-1:]:
            if await operations.undo(operation, by=who, now=self.now):
                await self._to_its_end(operation)

    async def _work(self, who: str, deed: Deed) -> None:
        held = await claims.claim(deed.tasks[0], worker=who, now=self.now)
        if held is None or not await claims.begin(held, now=self.now):
            return
        self.touched.append((held.task_id, held.attempt))
        await claims.beat(held, now=self.now)
        ending = AttemptOutcome(status=deed.ending, login_status=LoginStatus.LOGGED_IN, result=f"so by {who}")
        await self._settle(held, ending)

    async def _settle(self, held: Claim, ending: AttemptOutcome) -> None:
        """Twice at once: a worker that got no answer sends it again."""
        settled = await asyncio.gather(*(claims.settle(held, ending, now=self.now) for _ in "12"))
        self.settled += [(held.task_id, held.attempt)] * sum(settled)

    async def _stop(self, who: str, deed: Deed) -> None:
        if held := await claims.claim(deed.tasks[0], worker=who, now=self.now):
            await claims.give_back(held, now=self.now, cause="stopping")

    async def _fold(self, _: str, __: Deed) -> None:
        await counts.fold()

    async def _recover(self, _: str, __: Deed) -> None:
        """Every worker is considered dead."""
        await recovery.expired(now=self.now + 2 * claims.LEASE)

    async def _go_on(self, *_: object) -> None:
        for operation in await operations.unfinished(before=self.now + timedelta(seconds=1)):
            await self._to_its_end(operation)

    async def _to_its_end(self, operation: int) -> None:
        while not (await operations.step(operation, now=self.now)).over:
            pass
