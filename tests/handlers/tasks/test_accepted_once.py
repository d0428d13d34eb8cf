"""A form that was accepted while the acknowledgement got lost, and is sent again."""

import pytest

from bot.sandbox.slack import Person
from models.domain import failpoints
from models.domain.failpoints import Failpoint
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from tests.factories import some_accounts

pytestmark = pytest.mark.usefixtures("bot")


async def test_pressing_create_again_after_a_lost_acknowledgement_makes_nothing_twice(
    ana: Person, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await some_accounts(3, sealer)
    await ana.say("/tasks new")
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Group": "emea"})
    lost: list[Failpoint] = []

    def lose(point: Failpoint) -> None:
        if point is Failpoint.ACCEPTED and not lost:
            lost.append(point)
            raise ConnectionError

    monkeypatch.setattr(failpoints, "_listeners", [lose])
    assert await ana.submit(form)
    assert await ana.submit(form) is None

    await ana.wait_for_message("Check · 3 tasks")
    assert lost
    assert await Task.all().count() == 3
