"""The lease of one export: renewed while its process lives, so that only a live export keeps its person waiting."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from handlers.slack.services import Services
from models.database import AWAY
from models.domain.errors import LeaseLost
from models.tasks import export_runs

_RENEWED = 3  # times in each lease


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

    A process that ends in the middle leaves it, in order or not: whoever asked is told by the next sweep.
    """
    run_id = await export_runs.begin(user, now=services.now())
    if run_id is None:
        yield None
        return
    renewing = asyncio.create_task(_renew(run_id, services))
    try:
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
    finally:
        renewing.cancel()


async def _renew(run_id: int, services: Services) -> None:
    is_ours = True
    while is_ours:
        await asyncio.sleep(export_runs.LEASE.total_seconds() / _RENEWED)
        with suppress(*AWAY):  # while the database is away nobody else can take it for lost
            is_ours = await export_runs.renew(run_id, now=services.now())
