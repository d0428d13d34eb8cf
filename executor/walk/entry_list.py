"""A list of what an account has, such as its pages, read as the map says."""

import asyncio
from dataclasses import dataclass

from playwright.async_api import Locator

from executor import limits
from executor.browser.finding import find
from executor.faults import SiteFault
from executor.sitemap.tasks import Listing
from executor.visit import Visit
from executor.walk.reading import read
from executor.walk.texts import text_of


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a list."""

    name: str
    id: str
    role: str = ""

    def __str__(self) -> str:
        return f"{self.name} (ID {self.id})"


class EntryList:
    """Reads one of the lists, part by part. An account with nothing in it may have no list at all."""

    def __init__(self, visit: Visit, name: str) -> None:
        self._visit = visit
        self._listing: Listing = visit.site.lists[name]
        self._items = find(visit.page, self._listing.items)

    async def find(self, name: str, *, role: str | None = None, number: str = "") -> Entry | None:
        """Open the list and look for an exact name, and a role and an ID if they are given; the first of several."""
        await self._visit.open(self._listing.path, find(self._visit.page, self._listing.shows))
        await self._visit.until_whole()
        await self._until_drawn(None)
        for _ in range(limits.LIST_PARTS):
            for entry in await self._shown(name):
                if same_name(entry.name, name) and role in (None, entry.role) and number in ("", entry.id):
                    return entry
            if not await self._turn():
                return None
        raise SiteFault(
            f"The list has more than {limits.LIST_PARTS} parts.", cause="long_list", retryable=False
        )

    async def _shown(self, name: str) -> list[Entry]:
        """What this part of the list shows: all of it, or, of a long one, what has the name in it."""
        found = self._items
        if await found.count() > limits.ENTRIES:
            found = found.filter(has_text=name)
        count = await found.count()
        if count > limits.ENTRIES:
            raise SiteFault(
                f"The list shows more than {limits.ENTRIES} entries with that name.",
                cause="long_list",
                retryable=False,
            )
        return [await self._read(found.nth(at)) for at in range(count)]

    async def _read(self, item: Locator) -> Entry:
        listing = self._listing
        return Entry(
            name=await read(self._visit, listing.name, item),
            id=await read(self._visit, listing.id, item) or "unknown",
            role=await read(self._visit, listing.role, item) if listing.role else "",
        )

    async def _turn(self) -> bool:
        """Go to the next part and wait until it is drawn; False on the last one."""
        if self._listing.next is None:
            return False
        control = find(self._visit.page, self._listing.next).filter(visible=True).first
        if not await control.count() or await control.is_disabled():
            return False
        before = await self._mark()
        await self._visit.click(control)
        await self._until_drawn(before)
        await self._visit.see(find(self._visit.page, self._listing.shows))
        await self._visit.until_whole()
        return True

    async def _until_drawn(self, before: tuple[int, str] | None) -> None:
        """Wait until the first part (None), or another one than before, stays as it is. An emptied list is not the next
        part, and half of one is not all of it: what was passed over would be made a second time.
        """
        last = before
        async with asyncio.timeout(limits.ACTION):
            while (mark := await self._mark()) != last or mark == before or (before and not mark[0]):
                last = mark
                await asyncio.sleep(limits.DRAWN_LOOK)  # a page that draws itself tells nobody

    async def _mark(self) -> tuple[int, str]:
        """What tells one part of the list from another."""
        count = await self._items.count()
        return count, await text_of(self._items.last) if count else ""


def same_name(name: str, other: str) -> bool:
    """Whether two names are the same to a site that shows runs of white space as one.

    >>> same_name("Acme  Shop", "Acme Shop"), same_name("Acme", "ACME")
    (True, False)
    """
    return name.split() == other.split()
