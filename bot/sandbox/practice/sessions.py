"""Sessions: who is signed in, by a cookie, and the form tokens that go with it."""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from bot.sandbox.practice.members import Member

VISIT_COOKIE = "visit"  # ties the log-in form to a browser that has no session yet
COOKIE_SECONDS = 30 * 24 * 3600

# Set by auth_middleware on every request that reaches a screen for members.
MEMBER = web.RequestKey("member", Member)


@dataclass(frozen=True, kw_only=True)
class Session:
    """One signed-in browser. An expired one is still known, so that the site can say that it has expired."""

    token: str
    login: str
    expired: bool = False
    wants_code: bool = False  # the password was right, the code is missing


class Sessions:
    """All sessions of the site, and the one sentence each may have waiting for its next screen."""

    def __init__(self, cookie: str) -> None:
        self.cookie = cookie
        self._by_token: dict[str, Session] = {}
        self._flashes: dict[str, str] = {}
        self._secret = secrets.token_bytes(32)

    def open(self, login: str, *, expired: bool = False, wants_code: bool = False) -> Session:
        session = Session(
            token=secrets.token_urlsafe(24), login=login, expired=expired, wants_code=wants_code
        )
        self._by_token[session.token] = session
        return session

    def of(self, request: web.Request) -> Session | None:
        """The session a request shows. A token the site does not know counts as expired, nobody's."""
        token = request.cookies.get(self.cookie)
        if not token:
            return None
        return self._by_token.get(token) or Session(token=token, login="", expired=True)

    def storage_state(self, session: Session, host: str) -> dict[str, Any]:
        """The session as the state that Playwright loads into a new browser context."""
        cookie = {
            "name": self.cookie,
            "value": session.token,
            "domain": host,
            "path": "/",
            "expires": int(time.time()) + COOKIE_SECONDS,
            "httpOnly": True,
            "secure": False,
            "sameSite": "Lax",
        }
        return {"cookies": [cookie], "origins": []}

    def close(self, token: str) -> None:
        self._by_token.pop(token, None)
        self._flashes.pop(token, None)

    def expire(self, login: str) -> None:
        """Let every session of an account run out at once."""
        for session in list(self._by_token.values()):
            if session.login == login:
                self._by_token[session.token] = replace(session, expired=True)

    def live(self, login: str) -> int:
        return sum(
            session.login == login and not session.expired and not session.wants_code
            for session in self._by_token.values()
        )

    def leave_flash(self, request: web.Request, sentence: str) -> None:
        self._flashes[request.cookies[self.cookie]] = sentence

    def take_flash(self, request: web.Request) -> str:
        return self._flashes.pop(request.cookies.get(self.cookie, ""), "")

    def form_token(self, request: web.Request) -> str:
        """The token that a form of this browser must carry; empty when the browser has no cookie yet."""
        held = request.cookies.get(self.cookie) or request.cookies.get(VISIT_COOKIE)
        return self.token_for(held) if held else ""

    def token_for(self, cookie: str) -> str:
        return hmac.new(self._secret, cookie.encode(), hashlib.sha256).hexdigest()[:40]


def set_cookie(response: web.Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", path="/")
