"""The site's two lists of what an account has: its pages and its business managers."""

from dataclasses import dataclass

from playwright.async_api import Locator

from executor import limits, sitemap
from executor.faults import SiteFault
from executor.pages.text import parts_of, said_by_one, text_of
from executor.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a list."""

    name: str
    id: str
    role: str = ""

    def __str__(self) -> str:
        return f"{self.name} (ID {self.id})"


class EntryList:
    """Reads one of the lists. An account with nothing in it has a heading but no list."""

    def __init__(self, visit: Visit, *, path: str, heading: str, label: str) -> None:
        self._visit = visit
        self._path = path
        self._heading = visit.page.get_by_role("heading", name=heading, exact=True)
        self._items = visit.page.get_by_role("list", name=label, exact=True).get_by_role("listitem")

    @classmethod
    def pages(cls, visit: Visit) -> "EntryList":
        return cls(visit, path=sitemap.PAGES, heading=sitemap.PAGES_HEADING, label=sitemap.PAGES_LIST)

    @classmethod
    def businesses(cls, visit: Visit) -> "EntryList":
        heading, label = sitemap.BUSINESSES_HEADING, sitemap.BUSINESSES_LIST
        return cls(visit, path=sitemap.BUSINESSES, heading=heading, label=label)

    async def find(self, name: str, *, role: str | None = None, number: str = "") -> Entry | None:
        """Open the list and look for an exact name, and a role and an ID if they are given; the first of several."""
        await self._visit.open(self._path, self._heading)
        await self._visit.until_whole()
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
        for at in range(count):
            entry = await _read(found.nth(at))
            if same_name(entry.name, name) and role in (None, entry.role) and number in ("", entry.id):
                return entry
        return None


def same_name(name: str, other: str) -> bool:
    """Whether two names are the same to a site that shows runs of white space as one.

    >>> same_name("Acme  Shop", "Acme Shop"), same_name("Acme", "ACME")
    (True, False)
    """
    return name.split() == other.split()


async def _read(item: Locator) -> Entry:
    name = await text_of(item.get_by_role("link").first)
    parts = await parts_of(item, outside="a")
    number, role = said_by_one(parts, sitemap.ENTRY_ID), said_by_one(parts, sitemap.ENTRY_ROLE)
    return Entry(name=name, id=number or "unknown", role=role)
