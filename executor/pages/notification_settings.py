"""The screen with one switch for each kind of notification."""

from playwright.async_api import Locator

from executor import limits, sitemap
from executor.faults import SiteFault
from executor.visit import Visit


class NotificationSettings:
    """Reads the switches and turns them off, one by one."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._heading = visit.page.get_by_role("heading", name=sitemap.NOTIFICATIONS_HEADING, exact=True)
        self._switches = visit.page.get_by_role("switch")
        self._on = visit.page.get_by_role("switch", checked=True)
        self._alert = visit.page.get_by_role("alert")

    async def kinds_on(self) -> list[str]:
        """Open the screen and read which kinds are on."""
        await self._visit.open(sitemap.NOTIFICATIONS, self._heading)
        await self._visit.see(self._switches)
        await self._visit.until_whole()  # the switches work only then
        return [await _name(switch) for switch in await self._on.all()]

    async def turn_off(self, kind: str) -> None:
        """Click one switch and wait until the site has saved it."""
        await self._visit.click(self._visit.page.get_by_role("switch", name=kind, exact=True))
        off = self._visit.page.get_by_role("switch", name=kind, exact=True, checked=False)
        shown = await self._visit.see(off, self._alert, limit=limits.ACTION)
        if shown is self._alert:
            raise SiteFault(f"{self._visit.words(kind)} could not be switched off.", cause="not_saved")


async def _name(switch: Locator) -> str:
    """The accessible name: what a person, or a screen reader, calls the switch."""
    snapshot = await switch.aria_snapshot()
    return snapshot.partition('"')[2].rpartition('"')[0]
