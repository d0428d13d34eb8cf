"""A run that makes no batch: nothing to run on, no right, or a second person who must be asked."""

from dataclasses import replace

import pytest

from models.access import grants
from models.accounts import holds
from models.batches import create
from models.batches.approval_table import Approval
from models.domain.permissions import Actor, Grant, Role
from models.domain.values.batches.approvals import Policy
from models.domain.values.schedules import RunStatus, SavedSchedule
from models.messages.outbox import MessageKind
from models.schedules import firing, runs
from models.schedules.tables import ScheduleNotice
from models.sql import transaction
from models.tables.accounts import Account, Group
from models.tables.messages import Outbox
from models.tables.tasks import Batch, Task
from tests.models.schedules.conftest import BEGIN, BEHALF, DAY, DUE, again, fire, saved, statuses


@pytest.mark.parametrize("what", ["gone", "empty", "held", "refused", "too many"])
async def test_where_nothing_can_be_made_the_owner_and_the_admins_are_told_once(
    daily: SavedSchedule, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    more: dict[str, Actor] = {}
    accounts = [account.id for account in await Account.all()]
    if what == "gone":
        other = await Group.create(name="other")
        await Account.all().update(group_id=other.id)
        await Group.filter(name="emea").delete()
    elif what == "empty":
        await Account.all().delete()
    elif what == "held":
        await holds.hold(accounts, why="looked at", by="U0BEN", now=DUE)
    elif what == "too many":
        monkeypatch.setattr(firing.targets, "MOST_ACCOUNTS", 2)
    else:
        more["actor"] = Actor(user="U0ANA", subjects=("U0ANA",))

    for day in range(2):
        await fire(daily, days=day, **more)

    by_what = {"gone": RunStatus.GONE, "refused": RunStatus.REFUSED, "too many": RunStatus.TOO_MANY}
    status = by_what.get(what, RunStatus.EMPTY)
    pauses = status in {RunStatus.GONE, RunStatus.REFUSED}
    assert await statuses(daily) == [status] * (1 if pauses else 2)
    assert ((await again(daily)).paused_at is not None) == pauses
    assert await ScheduleNotice.all().order_by("id").values_list("person", flat=True) == ["U0ANA", "U0CHEN"]
    assert await Outbox.filter(kind=MessageKind.NOT_RUN).count() == 2
    assert await Batch.all().count() == await Task.all().count() == 0


async def test_a_type_that_makes_something_needs_an_admin_also_when_it_runs(daily: SavedSchedule) -> None:
    await transaction(
        lambda: grants.grant([Grant(subject="U0ANA", role=Role.OPERATOR)], by="U0CHEN", now=BEGIN)
    )
    operator = Actor(user="U0ANA", subjects=("U0ANA",))
    page = await saved(type="create_page", params={"page_name": "Shop", "category": "Community"})

    await firing.fire(daily, replace(BEHALF, actor=operator), now=DUE)
    await firing.fire(page, replace(BEHALF, actor=operator), now=DUE)

    assert (await statuses(daily), await statuses(page)) == ([RunStatus.FIRED], [RunStatus.REFUSED])


async def test_where_a_second_person_is_needed_each_run_asks_and_the_next_waits_for_the_answer(
    daily: SavedSchedule,
) -> None:
    policy = Policy(types=frozenset({"check"}))
    await fire(daily, policy=policy)
    await fire(daily, days=1, policy=policy)
    assert await statuses(daily) == [RunStatus.ASKED, RunStatus.SKIPPED]
    approval = await Approval.all().get()

    done = await firing.approvals.approve(approval.id, by="U0BEN", now=DUE + DAY)

    assert done is not None
    assert done.batch is not None
    batch = await create.get(done.batch)
    assert batch is not None
    assert await runs.named(batch.run_id) == (daily.id, "0 6 * * *", "UTC")
