"""The screen behind an invitation link."""

import re
from typing import Literal

from executor import limits, sitemap
from executor.pages.text import text_of
from executor.visit import Visit

Kind = Literal["offer", "joined", "invalid"]


class Invitation:
    """Reads an invitation and accepts it."""

    def __init__(self, visit: Visit) -> None:
        page = visit.page
        self._visit = visit
        self._accept = page.get_by_role("button", name=sitemap.ACCEPT, exact=True)
        self._already = page.get_by_text(re.compile(sitemap.ALREADY_JOINED))
        self._invalid = page.get_by_role("heading", name=sitemap.INVITATION_INVALID, exact=True)
        self._joined = page.get_by_role("status").filter(has_text=re.compile(sitemap.JOINED))

    async def open(self, link: str) -> Kind:
        shown = await self._visit.open(link, self._accept, self._already, self._invalid)
        if shown is self._accept:
            return "offer"
        return "joined" if shown is self._already else "invalid"

    async def business(self) -> str:
        """The name of the business that invites."""
        heading = self._visit.page.get_by_role("heading", level=1).first
        match = re.search(sitemap.INVITATION_HEADING, (await text_of(heading)).strip())
        return match.group(1) if match else ""

    async def role(self) -> str:
        text = await text_of(self._visit.page.get_by_text(re.compile(sitemap.INVITED_AS)).first)
        match = re.search(sitemap.INVITED_AS, text)
        return match.group(1) if match else ""

    async def accept(self) -> None:
        """Join, and wait until the site says so; a second "accept" is told that it came second."""
        await self._visit.click(self._accept)
        await self._visit.see(self._joined, self._already, self._invalid, limit=limits.NAVIGATION)
