"""The accounts of a schedule are looked up when it runs."""

from dataclasses import replace

from models.domain.filters import RosterFilter, TaskFilter
from models.domain.lifecycle import LoginStatus
from models.domain.values.schedules import RunStatus, SavedSchedule, Target
from models.schedules import firing
from models.schedules.tables import ScheduleRun
from models.tables.accounts import Account
from models.tables.tasks import Batch, Task
from tests.models.schedules.conftest import BEHALF, DUE, all_over, fire, saved


async def test_the_accounts_of_a_list_of_tasks_are_looked_up_when_it_runs(daily: SavedSchedule) -> None:
    await fire(daily)
    await all_over()
    first = (await Account.all().order_by("login"))[0]
    listed = await saved(target=Target(tasks=f"account:{first.login}"))

    await firing.fire(listed, replace(BEHALF, wanted=TaskFilter(account=first.login)), now=DUE)

    batch = await Batch.all().order_by("-id").first()
    assert batch is not None
    assert await Task.filter(batch_id=batch.id).values_list("account_id", flat=True) == [first.id]


async def test_the_accounts_of_a_filter_are_looked_up_when_it_runs(daily: SavedSchedule) -> None:
    filtered = await saved(target=Target(accounts="group:emea login:checkpoint"))
    last = (await Account.all().order_by("login"))[-1]
    await Account.filter(id=last.id).update(login_status=LoginStatus.CHECKPOINT)
    wanted = RosterFilter(groups=("emea",), logins=(LoginStatus.CHECKPOINT,))

    await firing.fire(filtered, replace(BEHALF, wanted=wanted), now=DUE)
    await firing.fire(
        await saved(target=Target(accounts="group:emea,gone")),
        replace(BEHALF, wanted=RosterFilter(groups=("emea", "gone"))),
        now=DUE,
    )

    assert await Task.all().values_list("account_id", flat=True) == [last.id]
    assert [run.status for run in await ScheduleRun.all().order_by("id")] == [RunStatus.FIRED, RunStatus.GONE]
