"""A question or an offer that is answered after a day, when its tasks were forgotten, says so."""

from datetime import timedelta
from typing import Any

import pytest

from handlers.slack import origin as origins
from handlers.slack.ids import Do, Form
from handlers.slack.origin import Origin
from models.access.grants import Audit
from models.batches import plans
from models.batches.transitions import TOO_OLD
from models.domain.values.batches.plans import Kind
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from models.tasks import retention
from tests.factories import ended, waiting_tasks
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
ADMIN = "U0FIRST"


async def _forgotten(kind: Kind, sealer: Sealer, of: str) -> int:
    (task_id,) = await waiting_tasks(1, sealer, kind=of)
    if kind == "repeat":
        await ended(task_id)
    asked = NOW - timedelta(hours=25)
    plan = await plans.plan_ids(kind, [task_id], by=ADMIN, channel="C0OPS", now=asked)
    await retention.forget(now=NOW, keep=timedelta(days=30))
    return plan.id


async def _rows() -> list[dict[str, Any]]:
    return await Task.all().values()


@pytest.mark.parametrize(
    ("form", "kind", "of"),
    [
        (Form.CONFIRM_CANCEL, "cancel", "check"),
        (Form.CONFIRM_REPEAT, "repeat", "check"),
        (Form.CONFIRM_REPEAT, "repeat", "create_bm"),  # for two
    ],
)
async def test_a_question_says_that_it_is_too_old_and_nothing_is_done(
    sealer: Sealer, form: Form, kind: Kind, of: str
) -> None:
    operation = await _forgotten(kind, sealer, of)
    before, harness = await _rows(), BoltHarness()

    for _ in "12":
        await harness.submit(form, user=ADMIN, private=origins.pack(Origin(operation=operation)))

    assert harness.slack.said == [TOO_OLD] * 2
    assert await _rows() == before
    assert not await Audit.exists()


async def test_an_offer_says_that_it_is_too_old_and_not_that_proxies_do_not_answer(sealer: Sealer) -> None:
    operation = await _forgotten("repeat", sealer, "check")
    harness = BoltHarness()

    await harness.click(Do.REPEAT_READY, user=ADMIN, value=str(operation))

    (said,) = harness.slack.said
    assert "This offer is more than a day old" in said
