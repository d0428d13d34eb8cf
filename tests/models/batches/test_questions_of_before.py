"""Questions asked by former versions come to the states of the table: one open one, and a no for good."""

from importlib import import_module

import pytest

from models.batches.approval_table import Approval
from models.domain.values.batches.approvals import ApprovalAnswer
from models.sql import rows
from models.tables.tasks import Batch
from tests.handlers.strategies import NOW

_MIGRATION = import_module("models.migrations.0015_questions_and_refusals")
_ASKED, _NO = ApprovalAnswer.ASKED, ApprovalAnswer.REJECTED


@pytest.mark.usefixtures("database")
async def test_of_two_open_questions_one_stays_and_a_no_closes_the_other() -> None:
    await rows("DROP INDEX approval_one_open_per_operation")
    cases = {"twice": (_ASKED, _ASKED), "a no": (_NO, _ASKED), "once": (_ASKED,), "none": ()}
    for why, answers in cases.items():
        batch = await Batch.create(
            kind="repeat", by="U0ANA", why=why, size=1, channel="C0OPS", state="asked", created_at=NOW
        )
        for answer in answers:
            await Approval.create(
                asked={}, operation_id=batch.id, type="", size=1, by="U0ANA", channel="C0OPS", answer=answer, created_at=NOW
            )  # fmt: skip

    for statement in _MIGRATION._TO_STATES:
        await rows(statement)

    found = {
        batch.why: (batch.state, [a.answer.value for a in await Approval.filter(operation_id=batch.id).order_by("id")])
        for batch in await Batch.all()
    }  # fmt: skip
    assert found == {
        "twice": ("awaiting", ["asked", "lapsed"]),
        "a no": ("rejected", ["rejected", "lapsed"]),
        "once": ("awaiting", ["asked"]),
        "none": ("asked", []),
    }
