"""What takes a while is asked for again before it is shown or sent."""

from typing import Any

import pytest

from handlers.batches import operations
from handlers.exports import export as exporting
from handlers.slack.origin import Origin, pack
from models.access import grants
from models.access.grants import Audit, GrantRow
from models.batches import plans
from models.domain.permissions import Grant, Role
from models.secrets.sealing import Sealer
from models.sql import transaction
from tests.factories import waiting_tasks
from tests.handlers import bolt_harness
from tests.handlers.bolt_harness import BoltHarness
from tests.handlers.strategies import NOW

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


async def _operator() -> None:
    given = [Grant(subject="U0BEN", role=Role.OPERATOR)]
    await transaction(lambda: grants.grant(given, by="U0FIRST", now=NOW))


async def test_an_export_is_not_sent_to_who_lost_the_right_while_it_was_written(
    sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []

    async def keep(file: Any) -> None:
        sent.append(file)

    monkeypatch.setattr(bolt_harness, "_discard", keep)
    await waiting_tasks(1, sealer)
    await _operator()
    harness = BoltHarness()
    await harness.say("/tasks", "export", user="U0BEN")
    assert len(sent) == 1
    write = exporting.export_file.write

    async def written_and_revoked(*given: Any) -> int:
        number = await write(*given)
        await GrantRow.all().delete()
        return number

    monkeypatch.setattr(exporting.export_file, "write", written_and_revoked)
    await harness.say("/tasks", "export", user="U0BEN")

    assert len(sent) == 1
    assert await Audit.filter(actor="U0BEN", allowed=False, action="export").count() == 1
    assert any("You may not see what Bellhop does." in said for said in harness.slack.said)


async def test_a_receipt_is_not_shown_to_who_lost_the_right_while_it_went_on(
    sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _operator()
    tasks = await waiting_tasks(1, sealer)
    plan = await plans.plan_ids("cancel", tasks, by="U0BEN", channel="C0OPS", now=NOW)
    run = operations.run

    async def run_and_revoked(*given: Any) -> Any:
        progress = await run(*given)
        await GrantRow.all().delete()
        return progress

    monkeypatch.setattr(operations, "run", run_and_revoked)
    harness = BoltHarness()
    await harness.submit("confirm_cancel", user="U0BEN", private=pack(Origin(operation=plan.id)))

    assert not any("Canceled 1" in said for said in harness.slack.said)
    assert any("You may not see what Bellhop does." in said for said in harness.slack.said)
