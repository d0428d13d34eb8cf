"""The morning after a night of trouble: what failed and why in one click, and what can succeed runs again by the next."""

from collections import Counter

import pytest

from bot.sandbox.slack import Person
from handlers.slack import texts
from models.domain.triage.causes import CAUSES
from models.domain.triage.titles import TITLES
from models.secrets.sealing import Sealer
from models.tables.tasks import Batch, Task
from tests.handlers.description import night as a_night
from tests.handlers.description.night import Night

pytestmark = pytest.mark.usefixtures("bot")


_MENDED = {"proxy_timeout", "proxy_auth"}  # for all of their accounts


def _can_succeed(night: Night) -> list[int]:
    """What ended by itself, by the proxies that were mended, or at the one account with another password."""
    ids = [task_id for cause in {"site_error", "time_limit", *_MENDED} for task_id in night.failed[cause]]
    return sorted([*ids, night.failed["wrong_password"][0]])


async def test_what_failed_overnight_is_one_click_and_running_again_what_can_succeed_the_second(
    ana: Person, sealer: Sealer
) -> None:
    clicks = Counter[str]()
    night = await a_night.night(sealer)
    failed = {cause: len(ids) for cause, ids in night.failed.items()}
    assert (await Task.all().count(), len(failed)) == (400, 9)
    await a_night.mend(sealer)
    ready = _can_succeed(night)

    await ana.say("/tasks")
    clicks["Failed"] += 1
    await ana.click(await ana.wait_for_message("Total 400"), f"Failed: {sum(failed.values())}")

    screen = await ana.wait_for_message("tasks failed*: 9 causes")
    shown = ana.reads(screen)
    assert "Tasks created in the last 24 hours" in shown
    assert f"{sum(failed.values())} tasks failed*: 9 causes. {len(ready)} can succeed now" in shown
    for cause, count in failed.items():
        assert f"*{TITLES[cause]}* · {texts.count(count, 'task')} · " in shown
        assert (f"All {count} can succeed now." if cause in _MENDED else CAUSES[cause].advice) in shown

    clicks["Re-execute"] += 1
    await ana.click(screen, f"Re-execute the {len(ready)} that can succeed")

    await ana.wait_for_message(f"Re-executed {len(ready)} · Skipped 0")
    again = await Task.filter(attempt=2).order_by("id").select_related("account")
    assert [task.id for task in again] == ready
    assert await Batch.filter(kind="repeat").count() == 1
    assert all([await night.ends(task, "") for task in again])
    assert max(night.made.values()) == 1
    await ana.wait_for_message(lambda message: "None of them can succeed yet" in ana.reads(message))
    assert clicks.total() == 2
