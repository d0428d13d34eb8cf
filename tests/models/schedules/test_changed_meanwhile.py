"""Slack is asked who owns a schedule before it runs: what was changed meanwhile is not run as it was."""

from models.domain.values.schedules import Overlap, RunStatus, SavedSchedule
from models.schedules import firing
from tests.models.schedules.conftest import BEHALF, DAY, DUE, again, all_over, fire, saved, statuses


async def test_a_run_that_waited_is_made_of_the_schedule_as_it_is_now(daily: SavedSchedule) -> None:
    await saved(daily.id, overlap=Overlap.QUEUE)
    for day in range(2):
        await fire(daily, days=day)
    await all_over()
    seen = await again(daily)
    await saved(daily.id, overlap=Overlap.QUEUE, type="close_notifications")

    assert await firing.fire_queued(seen, BEHALF, now=DUE + 2 * DAY) == []
    assert await statuses(daily) == [RunStatus.FIRED, RunStatus.QUEUED]
    assert len(await firing.fire_queued(await again(daily), BEHALF, now=DUE + 2 * DAY)) == 3
