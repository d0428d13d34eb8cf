"""Operations on many tasks, through Slack: confirmed with the numbers, run once, reported, undone."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.access.grants import Audit
from models.accounts import records
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome
from models.domain.proxies import ProxyAddress
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.standing import UNDO
from models.secrets.sealing import Sealer
from models.tables.tasks import Batch, Task
from models.tasks import claims
from tests.factories import claimed, ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("bot")


async def statuses() -> list[Status]:
    return [task.status for task in await Task.all().order_by("id")]


async def test_an_undone_cancel_lets_the_tasks_wait_again(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(3, sealer)
    await ana.say("/tasks")
    message = await ana.wait_for_message("Total 3")
    await ana.select(message, "Select tasks", ["#1", "#2"])
    await ana.click(message, "Cancel execution")
    assert await ana.submit(await ana.wait_for_view("Cancel execution")) is None
    receipt = await ana.wait_for_message("Canceled 2 · Skipped 0")
    assert await statuses() == [Status.CANCELED, Status.CANCELED, Status.WAITING]

    await ana.click(receipt, "Undo")

    await ana.wait_for_message("*Undone:* 2 tasks wait again.")
    assert await statuses() == [Status.WAITING] * 3


async def test_an_undone_re_execution_gives_the_former_results_back(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(2, sealer)
    for task_id in ids:
        await ended(task_id)
    await ana.say(f"/tasks retry {ids[0]} {ids[1]}")
    assert await ana.submit(await ana.wait_for_view("Re-execute")) is None
    receipt = await ana.wait_for_message("Re-executed 2 · Skipped 0")

    await ana.click(receipt, "Undo")

    await ana.wait_for_message("*Undone:* 2 tasks are what they were.")
    assert await statuses() == [Status.ENDED] * 2


async def test_an_undo_that_came_too_late_is_not_said_to_be_done(ana: Person, sealer: Sealer) -> None:
    (only,) = await waiting_tasks(1, sealer)
    await ana.say(f"/tasks cancel {only}")
    receipt = await ana.wait_for_message("Canceled 1 · Skipped 0")
    await Batch.all().update(done_at=datetime.now(UTC) - 2 * UNDO)

    await ana.click(receipt, "Undo")

    await ana.wait_for_message("Too late to undo")
    assert await statuses() == [Status.CANCELED]
    assert not await Audit.filter(action="undo").exists()


async def test_select_all_acts_on_all_that_match_and_on_no_other(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(25, sealer)
    await ended(ids[0])
    await claimed(ids[1])
    await ana.say("/tasks status:waiting")
    message = await ana.wait_for_message("Total 23")

    await ana.click(message, "Select all")
    chosen = await ana.wait_for_view("Select all")
    assert "*23 tasks* match this list." in ana.reads(chosen)
    await ana.click(chosen, "Cancel execution")
    asked = await ana.wait_for_view("Cancel execution")
    assert "*23 tasks* of 23 will be canceled." in ana.reads(asked)
    assert await ana.submit(asked) is None

    await ana.wait_for_message("Canceled 23 · Skipped 0")
    assert await statuses() == [Status.ENDED, Status.STARTING, *[Status.CANCELED] * 23]


async def test_what_changed_after_the_question_is_told_in_the_receipt(ana: Person, sealer: Sealer) -> None:
    ids = await waiting_tasks(2, sealer)
    await ana.say("/tasks")
    message = await ana.wait_for_message("Total 2")
    await ana.select(message, "Select tasks", ["#1", "#2"])
    await ana.click(message, "Cancel execution")
    asked = await ana.wait_for_view("Cancel execution")
    await claimed(ids[0])

    assert await ana.submit(asked) is None

    receipt = await ana.wait_for_message("Canceled 1 · Skipped 1")
    assert f"#{ids[0]} is starting since" in ana.reads(receipt)


async def test_a_form_that_is_delivered_twice_is_one_operation(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    ids = await waiting_tasks(1, sealer)
    await ended(ids[0])
    await ana.say(f"/tasks retry {ids[0]}")
    asked = await ana.wait_for_view("Re-execute")
    slack.switches.deliver_twice = True

    assert await ana.submit(asked) is None

    await ana.wait_for_message("Re-executed 1 · Skipped 0")
    assert (await Task.get(id=ids[0])).attempt == 2


async def test_of_two_people_one_cancels_and_the_other_is_told(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    ids = await waiting_tasks(1, sealer)
    async with Person(slack.url, "U0BEN") as ben:
        await asyncio.gather(*(person.say(f"/tasks cancel {ids[0]}") for person in (ana, ben)))

        receipts = [await person.wait_for_message("*Canceled ") for person in (ana, ben)]

    assert sorted(receipt["text"].split("\n")[0] for receipt in receipts) == [
        "*Canceled 0 · Skipped 1*",
        "*Canceled 1 · Skipped 0*",
    ]


async def test_a_large_operation_shows_its_progress_in_the_channel(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(120, sealer)
    await ana.say("/tasks waiting")
    await ana.click(await ana.wait_for_message("Total 120"), "Select all")
    chosen = await ana.wait_for_view("Select all")
    await ana.click(chosen, "Cancel execution")

    assert await ana.submit(await ana.wait_for_view("Cancel execution")) is None

    await ana.wait_for_message(
        lambda message: (
            "Cancel execution · 120 tasks" in ana.reads(message) and "120 of 120 done" in ana.reads(message)
        ),
        seconds=20,
    )
    await ana.wait_for_message("Canceled 120 · Skipped 0")


async def test_a_batch_tells_which_proxies_are_wrong_and_runs_exactly_those_again(
    ana: Person, sealer: Sealer
) -> None:
    ids = await waiting_tasks(4, sealer)
    proxy = ProxyAddress(scheme="http", host="10.0.0.9", port=8080)
    await records.save_accounts(
        [AccountRecord(login=f"emea0{n}", group="emea", proxy=proxy) for n in (1, 2)], sealer=sealer
    )
    await ended(ids[3])
    for task_id, cause in zip(ids, ("no_proxy_assigned", "proxy_timeout", "proxy_timeout"), strict=False):
        held, now = await claimed(task_id), datetime.now(UTC)
        assert await claims.begin(held, now=now)
        ending = AttemptOutcome(
            status=Status.NO_PROXY, login_status=LoginStatus.UNKNOWN, result="No proxy: so", cause=cause
        )
        assert await claims.settle(held, ending, now=now)

    message = await ana.wait_for_message("*No proxy: 3 tasks, 3 accounts*")
    assert (
        "http://10.0.0.9:8080 does not answer: start it, or set another one. (emea01, emea02)"
        in ana.reads(message)
    )
    await ana.click(message, "Re-execute")
    question = await ana.wait_for_view("Re-execute")
    assert "*3 tasks* of 3 will run again." in ana.reads(question)
    assert await ana.submit(question) is None

    await ana.wait_for_message("Re-executed 3 · Skipped 0")
    assert await statuses() == [*[Status.WAITING] * 3, Status.ENDED]
