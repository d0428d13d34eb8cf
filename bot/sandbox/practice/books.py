"""Books: everything the practice site remembers, and the account of it that tests read."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from bot.sandbox.practice.codes import Codes
from bot.sandbox.practice.members import Member
from bot.sandbox.practice.records import NOTIFICATION_KINDS, Business, Draft, Invitation, Membership, Page

PAGE_ID_START = 615_204_417_310_452
BUSINESS_ID_START = 1_029_384_106_275_318
ID_STRIDE = 7_919  # a prime, so that ids grow as they do where others create things in between


def kinds_switched_on(user_id: str) -> frozenset[str]:
    """The notification kinds that are on when an account is new: five to eight, always the same for an id.

    >>> kinds_switched_on("100012345678901") == kinds_switched_on("100012345678901")
    True
    """
    digest = hashlib.sha256(user_id.encode()).digest()
    ranked = sorted(range(len(NOTIFICATION_KINDS)), key=lambda at: digest[at + 1])
    return frozenset(NOTIFICATION_KINDS[at] for at in ranked[: 5 + digest[0] % 4])


def _ids(start: int) -> Iterator[str]:
    return (str(number) for number in count(start, ID_STRIDE))


class Books:
    """The site's whole memory. Nothing in it asks whether an entry makes sense: a second click writes twice."""

    def __init__(self) -> None:
        self.members: dict[str, Member] = {}
        self.pages: list[Page] = []
        self.businesses: list[Business] = []
        self.memberships: list[Membership] = []
        self.invitations: dict[str, Invitation] = {}
        self.drafts: dict[str, Draft] = {}
        self.logins_ok: Counter[str] = Counter()
        self.logins_failed: Counter[str] = Counter()
        self.codes = Codes()
        self._switches: dict[tuple[str, str], bool] = {}
        self._page_ids = _ids(PAGE_ID_START)
        self._business_ids = _ids(BUSINESS_ID_START)

    def enrol(self, member: Member) -> None:
        """Add a member, or replace the one with the same login; what it owns stays."""
        self.members[member.login] = member

    def member_by(self, login_or_id: str) -> Member | None:
        wanted = login_or_id.strip()
        if found := self.members.get(wanted):
            return found
        return next((member for member in self.members.values() if member.user_id == wanted), None)

    def start_draft(self, login: str, name: str) -> Draft:
        draft = Draft(token=secrets.token_urlsafe(9), login=login, name=name)
        self.drafts[draft.token] = draft
        return draft

    def draft_of(self, token: str, login: str) -> Draft | None:
        draft = self.drafts.get(token)
        return draft if draft and draft.login == login else None

    def categorise(self, draft: Draft, category: str) -> None:
        self.drafts[draft.token] = replace(draft, category=category)

    def publish(self, draft: Draft) -> Page:
        """Create the page of a draft. Submitting the draft again creates another, as a real site would."""
        return self.add_page(draft.name, draft.category, draft.login)

    def add_page(self, name: str, category: str, login: str) -> Page:
        page = Page(id=next(self._page_ids), name=name, category=category, login=login)
        self.pages.append(page)
        return page

    def pages_of(self, login: str) -> list[Page]:
        return [page for page in self.pages if page.login == login]

    def found_business(self, name: str, login: str, contact: str = "", email: str = "") -> Business:
        business = Business(id=next(self._business_ids), name=name, login=login, contact=contact, email=email)
        self.businesses.append(business)
        if login:
            self.memberships.append(Membership(business=business, role="Admin", login=login))
        return business

    def memberships_of(self, login: str) -> list[Membership]:
        return [membership for membership in self.memberships if membership.login == login]

    def membership_in(self, business: Business, login: str) -> Membership | None:
        mine = self.memberships_of(login)
        return next((membership for membership in mine if membership.business.id == business.id), None)

    def invite(self, code: str, business_name: str, role: str) -> Invitation:
        """Write an invitation from an outside business; one name is one business however often it invites."""
        outside = (item for item in self.businesses if not item.login and item.name == business_name)
        business = next(outside, None) or self.found_business(business_name, login="")
        invitation = Invitation(code=code, business=business, role=role)
        self.invitations[code] = invitation
        return invitation

    def join(self, invitation: Invitation, login: str) -> None:
        self.memberships.append(Membership(business=invitation.business, role=invitation.role, login=login))

    def is_on(self, login: str, kind: str) -> bool:
        member = self.members[login]
        return self._switches.get((login, kind), kind in kinds_switched_on(member.user_id))

    def switch(self, login: str, kind: str, *, on: bool) -> None:
        self._switches[login, kind] = on
