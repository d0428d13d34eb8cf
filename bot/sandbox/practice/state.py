"""State: what every part of the running site shares, reached through the application."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from bot.sandbox.practice.behaviour import Behaviours
from bot.sandbox.practice.books import Books
from bot.sandbox.practice.sessions import Sessions
from bot.sandbox.practice.traits import Traits

POSTS_SHOWN = 4


@dataclass(kw_only=True)
class State:
    """The site's traits, the books, the sessions, the hostile switches, and the event that says the site is closing."""

    traits: Traits
    books: Books = field(default_factory=Books)
    sessions: Sessions = field(init=False)
    behaviours: Behaviours = field(init=False)
    latency_ms: int = 0
    posts: int = POSTS_SHOWN  # on the home screen
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.sessions = Sessions(self.traits.cookie)
        self.behaviours = Behaviours(self.traits.usual)


STATE = web.AppKey("state", State)
