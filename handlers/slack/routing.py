"""The tables of handlers by id. Decorators register each function where it is defined.

``handlers.routes`` imports every feature, so that all handlers are registered before the first request.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from handlers.slack.ids import Identifier, Slash
from handlers.slack.request import Request
from handlers.slack.services import Accept, Services, Work

F = TypeVar("F", bound=Callable[..., Any])
Suggest = Callable[[Request], Awaitable[list[dict[str, Any]]]]
RunVerb = Callable[[Any, Request, Services], Awaitable[None]]
"""Runs a verb: (the parsed command, the request, the services)."""


class Table(dict[Identifier, F], Generic[F]):
    """Handlers by id; calling the table gives the decorator that registers one. Raises ValueError for a second one."""

    def __init__(self) -> None:
        super().__init__()
        self.apart: set[Identifier] = set()

    def __call__(self, *ids: Identifier, apart: bool = False) -> Callable[[F], F]:
        """``apart``: the work is long and redraws nothing of what was clicked, so no other click there waits for it."""

        def add(function: F) -> F:
            self.apart.update(ids if apart else ())
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
form = Table[Accept]()
"""Done before the acknowledgement, which closes it. It has no field that could show a refusal: a message says that."""
checked_form = Table[Accept]()
"""Checked before the acknowledgement, which carries the refusals to their fields."""
reading_form = Table[Accept]()
"""What must not be lost is written before the acknowledgement. Acknowledged with a view that says that it takes a while; the work replaces that view with the result."""
verbs: dict[tuple[Slash, str], RunVerb] = {}
"""The handler of each verb of a slash command."""


def verb(slash: Slash, *names: str) -> Callable[[RunVerb], RunVerb]:
    """The decorator that registers a function for these verbs. Raises ValueError for a second one."""

    def add(function: RunVerb) -> RunVerb:
        for name in names:
            if (slash, name) in verbs:
                raise ValueError(f"{slash} {name} is answered twice")
            verbs[slash, name] = function
        return function

    return add
