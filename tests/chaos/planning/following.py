"""A worker dies around the end of a task on which another one follows: that is made once, whenever it dies."""

from datetime import UTC, datetime

from models.batches import create
from models.domain.failpoints import Failpoint
from models.domain.values.batches.requests import BatchRequest, NextStep
from models.tables.accounts import Account
from models.tables.tasks import Task
from tests.chaos.cluster import Cluster, Fault

_WAITS = 40.0  # seconds until a process must have reached the point it dies at


def dies_at(point: Failpoint) -> Fault:
    """Before what follows is committed, after it, and after it but before workers are notified."""

    async def inject(cluster: Cluster) -> None:
        cluster.kill_at(point)
        await _ask(cluster)
        await cluster.until_dead(_WAITS)
        await cluster.until_over(90)
        await _judge(cluster)

    return inject


async def _ask(cluster: Cluster) -> None:
    """A check of every account, and a page on each that ends done."""
    accounts = tuple([account.id for account in await Account.all().order_by("id")])
    cluster.names += 1
    for _ in ("the check", "the page"):
        cluster.expect()
    page = NextStep(
        type="create_page", params={"page_name": f"Shop {cluster.names}", "category": "Community"}
    )
    wanted = BatchRequest(type="check", account_ids=accounts, by="U0ANA", channel="C0OPS", then=page)
    _, ids = await create.create(wanted, now=datetime.now(UTC))
    cluster.created += ids
    await cluster.notifier.notify(ids)


async def _judge(cluster: Cluster) -> None:
    """Every task that was followed was followed once; the verdict counts them."""
    origins = await Task.filter(follows_id__isnull=False).values_list("follows_id", flat=True)
    if len(origins) != len(set(origins)):
        cluster.wrong.append("a task was followed twice")
