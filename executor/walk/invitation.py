"""The screen behind an invitation link."""

from collections.abc import Mapping
from typing import Literal

from executor import limits
from executor.browser.finding import find
from executor.faults import NotDone
from executor.sitemap.tasks import Invitation as Way
from executor.visit import Visit
from executor.walk.form import FormWalk, values_of
from executor.walk.reading import read

NOT_VALID = "the site says that this invitation is not valid"
Kind = Literal["offer", "joined", "invalid"]


class Invitation:
    """Reads an invitation and accepts it, as the map says."""

    def __init__(self, visit: Visit, way: Way, path: str, params: Mapping[str, str]) -> None:
        self._visit = visit
        self._way = way
        self._walk = FormWalk(visit, way, path, values_of(visit, params), noun="invitation")
        self._joined = find(visit.page, way.joined)
        self._invalid = find(visit.page, way.invalid)

    async def open(self) -> Kind:
        shown = await self._walk.open(self._joined, self._invalid)
        await self._visit.until_whole()
        if shown is self._joined:
            return "joined"
        return "invalid" if shown is self._invalid else "offer"

    async def business(self) -> str:
        """The name of the business that invites."""
        return await read(self._visit, self._way.name, self._visit.page.locator("body"))

    async def role(self) -> str:
        return await read(self._visit, self._way.role, self._visit.page.locator("body"))

    async def accept(self) -> str:
        """Join, and wait until the site says so; a second "accept" is told that it came second.

        Return the ID of the business manager, or nothing where the site does not show it.
        """
        others = (self._joined, self._invalid)
        shown = await self._walk.through(limit=limits.NAVIGATION, others=others)
        if shown is self._invalid:
            raise NotDone(NOT_VALID, cause="invitation_invalid")
        if shown is self._joined or self._way.id is None:
            return ""
        return await read(self._visit, self._way.id, self._visit.page.locator("body"))
