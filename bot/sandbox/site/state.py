"""State: what every part of the running site shares, reached through the application."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from bot.sandbox.site.behaviour import Behaviours
from bot.sandbox.site.books import Books
from bot.sandbox.site.feed import POSTS_SHOWN
from bot.sandbox.site.sessions import Sessions


@dataclass(kw_only=True)
class State:
    """The books, the sessions, the hostile switches, and the event that says the site is closing."""

    books: Books = field(default_factory=Books)
    sessions: Sessions = field(default_factory=Sessions)
    behaviours: Behaviours = field(default_factory=Behaviours)
    latency_ms: int = 0
    posts: int = POSTS_SHOWN  # on the home screen
    closing: asyncio.Event = field(default_factory=asyncio.Event)


STATE = web.AppKey("state", State)
