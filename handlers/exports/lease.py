"""The lease of one export: renewed while its process lives, so that only a live export keeps its person waiting."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from handlers.slack.services import Services
from models import leases
from models.domain.errors import LeaseLost
from models.leases import steady
from models.tasks import export_runs

_RENEWED = 6  # times in each lease


@dataclass(frozen=True, kw_only=True)
class Lease:
    """A person's only export over all processes."""

    run_id: int
    services: Services

    async def send(self) -> None:
        """From now on the person may see the file. Raise LeaseLost where they were told that it does not come."""
        if not await export_runs.send(self.run_id, now=self.services.now()):
            raise LeaseLost


@asynccontextmanager
async def alone(user: str, services: Services) -> AsyncGenerator[Lease | None]:
    """The lease for as long as the block runs; None while another export of this person is alive.

    A process that ends in the middle leaves it, in order or not: whoever asked is told by the next sweep. So is it with
    one that could not reach the database for nearly a lease: there the block is cancelled.
    """
    since = steady()
    run_id = await export_runs.begin(user, now=services.now())
    if run_id is None:
        yield None
        return
    try:
        async with _held(run_id, services, since=since).kept():
            yield Lease(run_id=run_id, services=services)
    except asyncio.CancelledError:  # the process ends
        raise
    except LeaseLost:
        return
    except BaseException:
        await export_runs.over(run_id)  # whoever asked is told why
        raise
    else:
        await export_runs.over(run_id)


def _held(run_id: int, services: Services, *, since: float) -> leases.Lease:
    async def renew() -> bool:
        return await export_runs.renew(run_id, now=services.now())

    lasting = export_runs.LEASE
    return leases.Lease(renew, lasting=lasting, beat=lasting.total_seconds() / _RENEWED, since=since)
