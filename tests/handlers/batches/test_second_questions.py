"""One open question for each operation, a no for good, and a yes only while who asked may still do it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.slack.ids import Form
from handlers.slack.origin import Origin, pack
from models.access import grants
from models.access.grants import Audit, GrantRow
from models.batches import plans
from models.batches.approval_table import Approval
from models.domain.lifecycle import Status
from models.domain.permissions import Grant, Role
from models.domain.values.batches.approvals import ApprovalAnswer
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Attempt
from tests.factories import ended, waiting_tasks
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
async def operation(database: str, sealer: Sealer) -> int:
    """Ana's re-execution of one business manager, which needs a second person; she and Ben are operators."""
    given = [Grant(subject=user, role=Role.OPERATOR) for user in ("U0ANA", "U0BEN")]
    await transaction(lambda: grants.grant(given, by="U0FIRST", now=NOW))
    (task_id,) = await waiting_tasks(1, sealer, kind="create_bm")
    await ended(task_id)
    return (await plans.plan_ids("repeat", [task_id], by="U0ANA", channel="C0OPS", now=datetime.now(UTC))).id


async def _confirm(harness: BoltHarness, operation: int) -> None:
    private = pack(Origin(operation=operation))
    await harness.submit(Form.CONFIRM_REPEAT, user="U0ANA", private=private)


async def _answer(harness: BoltHarness, answer: str, *, user: str, number: int = 1) -> None:
    await harness.click(answer, user=user, value=str(number))


async def test_a_form_that_is_sent_twice_asks_once(operation: int) -> None:
    harness = BoltHarness()

    await _confirm(harness, operation)
    await _confirm(harness, operation)

    assert await Approval.all().count() == 1
    assert [said for said in harness.slack.said if "needs a second person" in said] == harness.slack.said


async def test_the_same_view_sent_twice_asks_once_even_where_each_time_freezes_its_tasks(
    operation: int,
) -> None:
    harness = BoltHarness()
    body: dict[str, Any] = {
        "id": "V1", "root_view_id": "V0", "callback_id": "confirm_retry", "private_metadata": "1",
        "title": {"text": "Title"}, "blocks": [], "state": {"values": {}},
    }  # fmt: skip

    for _ in "12":
        await harness.send("view", Form.CONFIRM_RETRY, user="U0ANA", view=body)

    assert await Approval.all().count() == 1


async def test_after_a_no_nothing_of_it_runs_and_it_cannot_be_asked_for_again(operation: int) -> None:
    harness = BoltHarness()
    await _confirm(harness, operation)

    await _answer(harness, "reject", user="U0BEN")
    await _confirm(harness, operation)
    await _answer(harness, "approve", user="U0BEN")
    await _answer(harness, "approve", user="U0BEN", number=2)

    assert await Approval.all().values_list("answer", flat=True) == [ApprovalAnswer.REJECTED]
    assert await Attempt.all().count() == 1
    assert any("That was answered already." in said for said in harness.slack.said)


@pytest.mark.parametrize("lost", ["all", "the group"])
async def test_a_yes_to_somebody_who_lost_the_right_does_nothing_and_closes_the_question(
    operation: int, lost: str
) -> None:
    harness = BoltHarness()
    await _confirm(harness, operation)
    await GrantRow.filter(subject="U0ANA").delete()
    if lost == "the group":
        elsewhere = [Grant(subject="U0ANA", role=Role.OPERATOR, group="apac")]
        await transaction(lambda: grants.grant(elsewhere, by="U0FIRST", now=NOW))

    await _answer(harness, "approve", user="U0BEN")

    assert (await Approval.get()).answer is ApprovalAnswer.LAPSED
    assert await Attempt.all().count() == 1
    assert any("<@U0ANA> may not do that any more" in said for said in harness.slack.said)
    assert await Audit.filter(actor="U0ANA", allowed=False, action="re-execute").exists()
    await transaction(
        lambda: grants.grant([Grant(subject="U0ANA", role=Role.OPERATOR)], by="U0FIRST", now=NOW)
    )
    await _answer(harness, "approve", user="U0BEN")
    assert await Attempt.all().count() == 1


async def test_while_slack_does_not_say_who_asked_a_yes_does_nothing_and_the_question_stays(
    operation: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness = BoltHarness()
    await _confirm(harness, operation)
    asked = harness.slack.users_info

    async def silent_about_ana(*, user: str) -> dict[str, Any]:
        if user == "U0ANA":
            raise TimeoutError
        return await asked(user=user)

    again = BoltHarness(harness.slack)
    monkeypatch.setattr(harness.slack, "users_info", silent_about_ana)
    await _answer(again, "approve", user="U0BEN")

    assert (await Approval.get()).answer is ApprovalAnswer.ASKED
    assert any("Slack did not say who <@U0ANA> is" in said for said in harness.slack.said)


async def test_a_yes_while_both_may_runs_it_once(operation: int) -> None:
    harness = BoltHarness()
    await _confirm(harness, operation)

    await _answer(harness, "approve", user="U0BEN")
    await _answer(harness, "approve", user="U0BEN")

    assert await Attempt.all().count() == 2
    assert {attempt.status for attempt in await Attempt.all()} == {Status.ENDED, Status.WAITING}
