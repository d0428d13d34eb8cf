"""The charts as a person sees them: all four, with every name readable."""

import pytest
from playwright.async_api import Locator, expect

from bot.demo.actor import Desk
from models.secrets.sealing import Sealer
from tests.factories import ended, waiting_tasks

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("bot")]

_OVERLAPS = """chart => {
  const boxes = [...chart.querySelectorAll("text")].map(text => text.getBoundingClientRect());
  return boxes.some((a, n) => boxes.slice(n + 1).some(b =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1));
}"""


async def chart(shown: Locator, title: str) -> Locator:
    """A drawn chart by its title, after a look that none of its words lie on each other."""
    found = shown.get_by_role("img", name=title)
    await expect(found).to_be_visible()
    assert not await found.evaluate(_OVERLAPS)
    return found


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
@pytest.mark.parametrize("width", [1440, 760])
async def test_the_four_charts_are_drawn_with_readable_names(desk: Desk, sealer: Sealer, width: int) -> None:
    await desk.page.set_viewport_size({"width": width, "height": 1000})
    for kind in ("check", "authorize_bm_invitation", "close_notifications"):
        ids = await waiting_tasks(2, sealer, kind=kind, group=kind)
        await ended(ids[0])

    await desk.say("/tasks stats")

    shown = await desk.newest("6 tasks · 100 % of 3 executed are done")
    await chart(shown, "Tasks created each day, by outcome")
    await chart(shown, "Tasks waiting to be executed")
    await desk.press(shown, "Durations and groups")
    shown = await desk.newest("Tasks by group")
    await chart(shown, "Duration by task type")
    await expect(shown).to_contain_text("check · 2 (33 %)")
