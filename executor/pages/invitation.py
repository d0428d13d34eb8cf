"""The screen behind an invitation link."""

import re
from typing import Literal

from executor import limits, sitemap
from executor.faults import NotDone
from executor.pages.text import new_id, parts_of, said_by_one, text_of
from executor.visit import Visit

NOT_VALID = "the site says that this invitation is not valid"
Kind = Literal["offer", "joined", "invalid"]


class Invitation:
    """Reads an invitation and accepts it."""

    def __init__(self, visit: Visit) -> None:
        page = visit.page
        self._visit = visit
        self._main = page.get_by_role("main")  # the account's own name, which may be anything, stands outside
        self._accept = page.get_by_role("button", name=sitemap.ACCEPT, exact=True)
        self._already = self._main.get_by_text(_as_a_whole(sitemap.ALREADY_JOINED))
        self._invalid = page.get_by_role("heading", name=sitemap.INVITATION_INVALID, exact=True)
        self._joined = page.get_by_role("status").filter(has_text=_as_a_whole(sitemap.JOINED))

    async def open(self, link: str) -> Kind:
        shown = await self._visit.open(link, self._accept, self._already, self._invalid)
        if shown is self._accept:
            return "offer"
        return "joined" if shown is self._already else "invalid"

    async def business(self) -> str:
        """The name of the business that invites."""
        heading = self._main.get_by_role("heading", level=1).first
        match = re.search(sitemap.INVITATION_HEADING, (await text_of(heading)).strip())
        return match.group(1) if match else ""

    async def role(self) -> str:
        await self._visit.until_whole()
        return said_by_one(await parts_of(self._main, outside="h1"), sitemap.INVITED_AS)

    async def accept(self) -> str:
        """Join, and wait until the site says so; a second "accept" is told that it came second.

        Return the ID of the business manager, or nothing where the site does not show it.
        """
        await self._visit.click(self._accept)
        shown = await self._visit.see(self._joined, self._already, self._invalid, limit=limits.NAVIGATION)
        if shown is self._invalid:
            raise NotDone(NOT_VALID, cause="invitation_invalid")
        await self._visit.until_whole()
        number = await new_id(self._visit.page, sitemap.BUSINESS_ID) if shown is self._joined else "unknown"
        return "" if number == "unknown" else number


def _as_a_whole(form: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{form}\s*$")
