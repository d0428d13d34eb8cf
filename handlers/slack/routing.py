"""Which function answers what Slack sends: it says so where it stands, and is found here by the id.

``handlers.routes`` imports every feature, so that all of it has been said before the first request arrives.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from handlers.slack.ids import Identifier, Slash
from handlers.slack.request import Request
from handlers.slack.services import Accept, Services, Work

F = TypeVar("F", bound=Callable[..., Any])
Suggest = Callable[[Request], Awaitable[list[dict[str, Any]]]]
Obey = Callable[[Any, Request, Services], Awaitable[None]]
"""Does what a verb says: (the parsed command, the request, the services)."""


class Table(dict[Identifier, F], Generic[F]):
    """Functions by the id they answer; called, it is the decorator that adds one."""

    def __call__(self, *ids: Identifier) -> Callable[[F], F]:
        def add(function: F) -> F:
            for name in ids:
                if name in self:
                    raise ValueError(f"{name} is answered twice")
                self[name] = function
            return function

        return add


command = Table[Work]()
click = Table[Work]()
event = Table[Work]()
shortcut = Table[Work]()
suggestion = Table[Suggest]()
form = Table[Work]()
checked_form = Table[Accept]()
"""Looked at before the acknowledgement, since that carries the refusals to their fields."""
reading_form = Table[Work]()
"""Acknowledged with a view that says that it takes a while; the work draws the result in that view's place."""
verbs: dict[tuple[Slash, str], Obey] = {}
"""What does each verb of a slash command."""


def verb(slash: Slash, *names: str) -> Callable[[Obey], Obey]:
    """The decorator of a function that does what these verbs say."""

    def add(function: Obey) -> Obey:
        for name in names:
            if (slash, name) in verbs:
                raise ValueError(f"{slash} {name} is answered twice")
            verbs[slash, name] = function
        return function

    return add
