"""A second person and the check that ends a hold: it needs none, and what needs one does not run again by it."""

import pytest

from bot.sandbox.slack import Person
from bot.settings import Settings
from models.batches.approval_table import Approval
from models.domain.lifecycle import LoginStatus, Status
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.handlers.accounts.test_hand_overs import CHECK_NOW, ends, on_hold, the_check

pytestmark = [pytest.mark.usefixtures("bot"), pytest.mark.parametrize("transport", ["socket"], indirect=True)]


@pytest.fixture
def config(config: Settings) -> Settings:
    return config.model_copy(update={"approve_types": ("check",)})


async def test_the_check_is_begun_at_once_and_the_task_that_met_the_hold_does_not_run_again_by_it(
    ana: Person, sealer: Sealer
) -> None:
    met = await on_hold(sealer, "check")

    await ana.click(await ana.wait_for_message("is on hold", channel="D0ANA"), CHECK_NOW)
    await ana.wait_for_message("looks whether the account can be entered", channel="D0ANA")
    await ends(await the_check(), LoginStatus.LOGGED_IN)

    await ana.wait_for_message(f"#{met} · Check was not re-executed.", channel="D0ANA")
    assert await Approval.all().count() == 0
    assert (await Task.get(id=met)).status is Status.ENDED
