"""Tasks of four accounts with pauses, and beside the table the pauses as plain values."""

from datetime import UTC, datetime, timedelta
from itertools import product

from models.batches import create as batch_creation
from models.domain.lifecycle import LIVE, LoginStatus, Status
from models.domain.outcomes import AttemptOutcome
from models.domain.values.batches.requests import BatchRequest
from models.domain.values.pauses import PauseRequest, PauseScope
from models.pauses import changes
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Task
from models.tasks import bulk, claims, recovery
from tests.factories import some_accounts

GROUPS, TYPES = ("emea", "apac"), ("check", "create_bm")
OVER = AttemptOutcome(status=Status.TIMED_OUT, login_status=LoginStatus.UNKNOWN, result="so")
_START = datetime(2026, 11, 1, 12, tzinfo=UTC)


async def paused(
    scope: PauseScope, *, now: datetime, until: datetime | None = None, by: str = "U0ANA"
) -> int:
    """A pause of these tasks from now on."""
    wanted = PauseRequest(scope=scope, why="proxies are being changed", by=by, until=until)
    return await transaction(lambda: changes.begin(wanted, now=now))


async def resumed(pause: int, *, now: datetime) -> list[int]:
    """That pause, ended."""
    return await transaction(lambda: changes.end([pause], by="U0BEN", now=now))


class World:
    """Eight tasks of four accounts, and beside the table the pauses as plain values, at a time of its own."""

    def __init__(self) -> None:
        self.now = _START
        self.pauses: dict[int, tuple[PauseScope, datetime | None]] = {}
        self.tasks: dict[int, tuple[str, str, str]] = {}

    async def fill(self, sealer: Sealer) -> None:
        for group, kind in product(GROUPS, TYPES):
            for account in await some_accounts(2, sealer, group=group):
                asked = BatchRequest(type=kind, account_ids=(account.id,), by="U0ANA", channel="C0OPS")
                _, (task,) = await batch_creation.create(asked, now=_START)
                self.tasks[task] = (group, kind, account.login)

    async def pause(self, scope: PauseScope, hours: int | None) -> None:
        until = self.now + timedelta(hours=hours) if hours else None
        self.pauses = {number: pause for number, pause in self.pauses.items() if pause[0] != scope}
        self.pauses[await paused(scope, now=self.now, until=until)] = (scope, until)

    async def resume(self, place: int, _: None) -> None:
        if self.pauses:
            number = sorted(self.pauses)[place % len(self.pauses)]
            await resumed(number, now=self.now)
            del self.pauses[number]

    async def wait(self, hours: int, _: None) -> None:
        self.now += timedelta(hours=hours)

    async def claim(self, place: int, then: str) -> None:
        """The plain pauses say whether it may come about."""
        task = sorted(self.tasks)[place]
        account: int = (await Task.get(id=task)).account_id  # type: ignore[attr-defined]
        waits = await Task.filter(id=task, status=Status.WAITING).exists()
        is_busy = await Task.filter(account_id=account, status__in=LIVE).exists()
        ready = await recovery.could_run(most=100, now=self.now)
        assert not any(self._stops(number) for number in ready)

        held = await claims.claim(task, worker="w", now=self.now)

        assert (held is not None) == (waits and not is_busy and not self._stops(task))
        if held and then != "keep":
            await claims.begin(held, now=self.now)
            await claims.settle(held, OVER, now=self.now)
        if held and then == "repeat":
            await bulk.repeat([task], by="U0ANA", batch_id=None, now=self.now)

    def _stops(self, task: int) -> bool:
        group, kind, login = self.tasks[task]
        return any(
            scope.group in {"", group} and scope.type in {"", kind} and scope.account in {"", login}
            for scope, until in self.pauses.values()
            if until is None or until > self.now
        )
