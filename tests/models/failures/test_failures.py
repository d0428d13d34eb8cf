"""Failures by their causes, and which can succeed now: those whose cause is gone, and nothing else."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.accounts import holds, proxy_answers, records
from models.batches import operations, plans
from models.batches.plans import Plan
from models.domain.filters import TaskFilter
from models.domain.outcomes import LOOK_FIRST, ProxyAnswer
from models.domain.proxies import parse_proxy
from models.domain.triage.failures import failures_of
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account
from models.tables.tasks import BatchItem, Task
from models.tasks import bulk, failures
from tests.factories import waiting_tasks
from tests.models.failures.failing import failed_groups, fails, release

pytestmark = pytest.mark.usefixtures("database")


async def _frozen(*, all_of_them: bool = False, until: datetime | None = None) -> tuple[Plan, list[int]]:
    now = datetime.now(UTC)
    asked = failures.Asked(filter=failures_of(TaskFilter()), zone=ZoneInfo("UTC"), now=now)
    plan = await plans.plan_failed(
        asked, until=until or now, by="U0ANA", channel="C0OPS", all_of_them=all_of_them
    )
    items = BatchItem.filter(batch_id=plan.id).order_by("task_id")
    return plan, [int(n) for n in await items.values_list("task_id", flat=True)]  # pyright: ignore[reportArgumentType]


async def _give_proxy(task_id: int, url: str, sealer: Sealer) -> None:
    task = await Task.get(id=task_id).select_related("account")
    record = AccountRecord(login=task.account.login, group="emea", proxy=parse_proxy(url), password="pw-0")
    await records.save_accounts([record], sealer=sealer)


async def _answers(task_id: int) -> None:
    task = await Task.get(id=task_id).select_related("account")
    answer = ProxyAnswer(proxy_id=task.account.proxy_id, seconds=0.1)  # pyright: ignore[reportAttributeAccessIssue]
    await transaction(lambda: proxy_answers.note([answer], now=datetime.now(UTC), always=True))


async def test_failures_are_grouped_by_cause_with_their_accounts_and_only_the_newest_attempt_counts(
    sealer: Sealer,
) -> None:
    ids = await waiting_tasks(6, sealer)
    for task_id in ids[:4]:
        await fails(task_id, "site_error")
    await fails(ids[4], "not_done")
    await bulk.repeat([ids[0]], by="U0ANA", batch_id=None, now=datetime.now(UTC))

    groups = await failed_groups()

    assert list(groups) == ["site_error", "not_done"]
    of_site = groups["site_error"]
    assert (of_site.tasks, of_site.accounts, of_site.ready) == (3, 3, 3)
    assert set(of_site.logins) == {"emea01", "emea02", "emea03"}
    assert groups["not_done"].ready == 0


async def test_what_is_taken_back_is_the_failure_it_was(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await fails(task_id, "site_error")
    plan, ids = await _frozen()
    assert ids == [task_id]
    await operations.confirm(plan.id, by="U0ANA", now=datetime.now(UTC))
    await operations.step(plan.id, now=datetime.now(UTC))
    assert await failed_groups() == {}

    await bulk.withdraw([task_id], plan.id, by="U0ANA", now=datetime.now(UTC))

    assert (await failed_groups())["site_error"].ready == 1


async def test_a_failure_by_a_proxy_can_succeed_when_that_answers_again(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await _give_proxy(task_id, "http://127.0.0.1:3128", sealer)
    await fails(task_id, "proxy_timeout")
    assert (await failed_groups())["proxy_timeout"].ready == 0
    assert (await _frozen())[1] == []

    await _answers(task_id)

    assert (await failed_groups())["proxy_timeout"].ready == 1
    assert (await _frozen())[1] == [task_id]


@pytest.mark.parametrize("cause", ["proxy_timeout", "no_proxy_assigned"])
async def test_so_it_can_by_another_proxy_that_is_not_known_to_fail(cause: str, sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    if cause == "proxy_timeout":
        await _give_proxy(task_id, "http://127.0.0.1:3128", sealer)
    await fails(task_id, cause)
    assert (await failed_groups())[cause].ready == 0

    await _give_proxy(task_id, "http://127.0.0.2:3128", sealer)

    assert (await failed_groups())[cause].ready == 1


async def test_a_wrong_password_is_mended_by_another_one_and_not_by_a_release_alone(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await fails(task_id, "wrong_password")
    await release(task_id)
    same = AccountRecord(login="emea00", group="emea", password="pw-0")
    await records.save_accounts([same], sealer=sealer)
    assert (await failed_groups())["wrong_password"].ready == 0

    await records.save_accounts(
        [AccountRecord(login="emea00", group="emea", password="right")], sealer=sealer
    )

    assert (await failed_groups())["wrong_password"].ready == 1


async def test_a_checkpoint_is_over_with_its_hold(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await fails(task_id, "checkpoint")
    group = (await failed_groups())["checkpoint"]
    assert (group.ready, [held.login for held in group.held]) == (0, ["emea00"])

    await release(task_id)

    group = (await failed_groups())["checkpoint"]
    assert (group.ready, group.held) == (1, ())


async def test_nothing_can_succeed_while_its_account_is_on_hold(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    task = await fails(task_id, "site_error")
    account: int = task.account_id  # pyright: ignore[reportAttributeAccessIssue]

    await holds.hold([account], why="held by hand", by="U0ANA", now=datetime.now(UTC))

    assert (await failed_groups())["site_error"].ready == 0
    assert (await _frozen())[1] == []


async def test_what_may_have_been_made_is_a_cause_of_its_own_that_only_a_question_runs_again(
    sealer: Sealer,
) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    await fails(task_id, "site_error", result=f"Lost. {LOOK_FIRST}")

    assert (await failed_groups())["may_be_made"].ready == 0
    assert (await _frozen())[1] == []
    plan, ids = await _frozen(all_of_them=True)
    assert (ids, plan.second_ids) == ([task_id], (task_id,))


async def test_what_failed_after_the_screen_was_drawn_is_not_in_the_plan(sealer: Sealer) -> None:
    first, later = await waiting_tasks(2, sealer)
    await fails(first, "site_error")
    drawn = datetime.now(UTC)
    await fails(later, "site_error", at=drawn + timedelta(seconds=1))

    assert (await _frozen(until=drawn))[1] == [first]


async def test_what_can_succeed_counts_in_the_groups_of_who_asks(sealer: Sealer) -> None:
    for group in ("emea", "apac"):
        (task_id,) = await waiting_tasks(1, sealer, group=group)
        await fails(task_id, "site_error")

    groups = await failed_groups(among={"apac"})

    assert (groups["site_error"].tasks, groups["site_error"].ready) == (2, 1)


async def test_the_accounts_that_cannot_succeed_are_left_out_of_a_plan(sealer: Sealer) -> None:
    good, dry, held = await waiting_tasks(3, sealer)
    await fails(good, "site_error")
    await fails(dry, "proxy_timeout")
    await fails(held, "wrong_password")
    now = datetime.now(UTC)
    plan = await plans.plan_ids("repeat", [good, dry, held], by="U0ANA", channel="C0OPS", now=now)
    assert (plan.dry, plan.dry_accounts, plan.hopeless) == (1, 1, {"wrong_password": 1})

    rest = await plans.plan_without_hopeless(plan.id, by="U0ANA", channel="C0OPS", now=now)

    assert rest is not None
    assert (rest.size, rest.first, rest.left_out) == (1, (good,), 0)
    assert await plans.plan_without_hopeless(plan.id, by="U0BEN", channel="C0OPS", now=now) is None
    assert (await Account.all().count(), await Task.all().count()) == (3, 3)
