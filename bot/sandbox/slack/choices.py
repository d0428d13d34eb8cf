"""What a person has filled in and not yet submitted, and how words become an element's value."""

from collections.abc import Awaitable, Callable
from typing import Any

from . import finding
from .blockkit.composition import options_of
from .blockkit.stateful import EXTERNAL, OPTION_FIELDS, STATEFUL
from .documents import Json
from .finding import Control
from .memory import Memory

Ask = Callable[[Json, Control, str], Awaitable[list[Json]]]
PEOPLE = frozenset({"selected_user", "selected_users"})
CHANNELS = frozenset(
    {"selected_channel", "selected_channels", "selected_conversation", "selected_conversations"}
)


class Choices:
    """Drafts by container; each as the `state.values` the page would send."""

    def __init__(self, memory: Memory, ask: Ask) -> None:
        self._memory = memory
        self._ask = ask
        self._drafts: dict[str, Json] = {}

    def of(self, container: Json) -> Json:
        return self._drafts.get(_key(container), {})

    async def make(self, container: Json, control: Control, value: Any) -> Json:
        """Choose, remember, and answer the state entry."""
        holding = STATEFUL[control.kind]
        if holding.many and isinstance(value, str):  # one is picked where several could be
            value = [value]
        if holding.field in OPTION_FIELDS:
            chosen = await self._options(container, control, value)
        elif holding.field in PEOPLE:
            active = [user for user in self._memory.users if not user["deleted"]]
            chosen = _named(active, value, "@", ("id", "name", "real_name"))
        elif holding.field in CHANNELS:
            chosen = _named(self._memory.channels, value, "#", ("id", "name"))
        else:
            chosen = str(value) if holding.field == "value" and value is not None else value
        entry = {"type": control.kind, holding.field: chosen}
        block = self._drafts.setdefault(_key(container), {}).setdefault(control.block["block_id"], {})
        block[control.element["action_id"]] = entry
        return entry

    async def _options(self, container: Json, control: Control, value: Any) -> Any:
        if isinstance(value, list | tuple | set):
            return [await self._option(container, control, str(text)) for text in value]
        return None if value is None else await self._option(container, control, str(value))

    async def _option(self, container: Json, control: Control, text: str) -> Json:
        if control.kind in EXTERNAL:
            return finding.option(await self._ask(container, control, text), text)
        return finding.option(options_of(control.element), text)


def _named(known: list[Json], value: Any, mark: str, by: tuple[str, ...]) -> Any:
    """The id, or ids, of people or channels called so."""
    if isinstance(value, list | tuple | set):
        return [_named(known, one, mark, by) for one in value]
    wanted = str(value).removeprefix(mark)
    found = [entry["id"] for entry in known if wanted in [entry.get(name) for name in by]]
    if not found:
        raise finding.NotFound(f"nobody and nothing is called {value!r}")
    return found[0]


def _key(container: Json) -> str:
    return str(container.get("id") or f"{container['channel']}/{container['ts']}")
