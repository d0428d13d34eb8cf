"""The screen with one switch for each kind of notification."""

from functools import reduce
from typing import Any

from playwright.async_api import Locator

from executor import limits
from executor.browser.finding import find
from executor.faults import SiteFault
from executor.sitemap.tasks import Switches
from executor.visit import Visit
from executor.walk.form import FormWalk


class NotificationSettings:
    """Reads the switches and turns them off: one by one where each is saved at once, else all and then saved."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._map: Switches = visit.way("close_notifications")
        self._refused = [find(visit.page, self._map.refused)] if self._map.refused else []

    async def kinds_on(self) -> list[str]:
        """Open the screen and read which kinds are on."""
        await self._visit.open(self._map.path, find(self._visit.page, self._map.shows))
        await self._visit.see(self._switches())
        await self._visit.until_whole()  # the switches work only then
        return [await _name(switch) for switch in await self._switches(checked=True).all()]

    async def turn_off(self, kind: str) -> None:
        """Click one switch and wait until it is off: one that is saved at once is off when the site has saved it."""
        await self._visit.click(self._switches(name=kind, exact=True))
        off = self._switches(name=kind, exact=True, checked=False)
        if await self._visit.see(off, *self._refused, limit=limits.ACTION) is not off:
            raise SiteFault(f"{self._visit.words(kind)} could not be switched off.", cause="not_saved")

    async def save(self) -> None:
        """Save what was switched, where the site does not save each switch at once."""
        if self._map.save:
            walk = FormWalk(self._visit, self._map.save, self._map.path, {}, noun="settings")
            await walk.through(limit=limits.ACTION)

    def _switches(self, **of: Any) -> Locator:
        """The switches, or those of them with this name or state."""
        found = (
            self._visit.page.get_by_role(control.role, **of) for control in self._map.switches if control.role
        )
        return reduce(Locator.or_, found)


async def _name(switch: Locator) -> str:
    """The accessible name: what a person, or a screen reader, calls the switch."""
    snapshot = await switch.aria_snapshot()
    return snapshot.partition('"')[2].rpartition('"')[0]
