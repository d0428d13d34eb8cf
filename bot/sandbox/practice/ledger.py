"""Ledger: the books as JSON. Every entry names the account that caused it."""

from typing import Any

from bot.sandbox.practice.books import Books
from bot.sandbox.practice.records import NOTIFICATION_KINDS, Page
from bot.sandbox.practice.sessions import Sessions

Entries = list[dict[str, Any]]


def written(books: Books, sessions: Sessions) -> dict[str, Entries]:
    """Everything that can be checked from outside, one list for each kind of entry."""
    return {
        "accounts": _accounts(books, sessions),
        "pages": [_page(page) for page in books.pages],
        "businesses": _businesses(books),
        "memberships": _memberships(books),
        "notifications": [
            {"login": login, "kind": kind, "on": books.is_on(login, kind)}
            for login in books.members
            for kind in NOTIFICATION_KINDS
        ],
    }


def _accounts(books: Books, sessions: Sessions) -> Entries:
    """Right passwords count as good log-ins even where a code or a checkpoint follows; sessions are the live ones."""
    return [
        {
            "login": member.login,
            "user_id": member.user_id,
            "status": member.status,
            "logins_ok": books.logins_ok[member.login],
            "logins_failed": books.logins_failed[member.login],
            "codes_ok": books.codes.right[member.login],
            "codes_failed": books.codes.wrong[member.login],
            "sessions": sessions.live(member.login),
        }
        for member in books.members.values()
    ]


def _page(page: Page) -> dict[str, Any]:
    return {
        "id": page.id,
        "name": page.name,
        "category": page.category,
        "login": page.login,
        "created_at": page.created_at.isoformat(),
    }


def _businesses(books: Books) -> Entries:
    """Those that accounts here created; businesses that only send invitations are not anybody's doing."""
    return [
        {
            "id": business.id,
            "name": business.name,
            "login": business.login,
            "contact": business.contact,
            "email": business.email,
            "created_at": business.created_at.isoformat(),
        }
        for business in books.businesses
        if business.login
    ]


def _memberships(books: Books) -> Entries:
    return [
        {
            "business": entry.business.name,
            "business_id": entry.business.id,
            "role": entry.role,
            "login": entry.login,
        }
        for entry in books.memberships
    ]
