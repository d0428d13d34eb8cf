"""The table of Web API methods: arguments, scopes, tier. Facts in methods.json, which names its source."""

import json
from dataclasses import dataclass
from pathlib import Path

from .documents import Json
from .refusals import Refusal, invalid_arguments

APP_LEVEL = frozenset({"apps.connections.open"})
WITHOUT_TOKEN = frozenset({"api.test"})
# Any argument may be named here. api.test echoes them.
# The documentation of auth.test names no argument; Bolt itself sends team_id, and Slack takes it.
OPEN_ENDED = frozenset({"api.test", "auth.test"})
# Bolt's clients name the workspace in every call; Slack takes it everywhere.
EVERYWHERE = frozenset({"team_id"})
# An organisation's token must name the workspace here.
OF_ONE_TEAM = frozenset({"conversations.list", "usergroups.list", "usergroups.users.list", "users.list"})
# The scope depends on the kind of conversation: channels:read, groups:read, im:read.
BY_KIND = frozenset(
    {"conversations.info", "conversations.history", "conversations.replies", "conversations.members"}
)


@dataclass(frozen=True, kw_only=True)
class Method:
    """What Slack documents about one method."""

    name: str
    required: frozenset[str]
    optional: frozenset[str]
    scopes: tuple[str, ...]
    tier: str

    def check_arguments(self, arguments: Json) -> None:
        unknown = set(arguments) - self.required - self.optional - EVERYWHERE
        missing = [name for name in sorted(self.required) if arguments.get(name) in (None, "")]
        messages = [f"missing required field: {name}" for name in missing]
        if self.name not in OPEN_ENDED:
            messages += [f"invalid additional property: {name}" for name in sorted(unknown)]
        if messages:
            raise invalid_arguments(*messages)

    def check_scopes(self, granted: tuple[str, ...]) -> None:
        """Any one of the method's scopes lets it through."""
        if self.scopes and not set(self.scopes) & set(granted):
            raise missing_scope(self.scopes, granted)


def missing_scope(needed: tuple[str, ...], granted: tuple[str, ...]) -> Refusal:
    spelled = {"needed": ",".join(needed), "provided": ",".join(granted)}
    return Refusal("missing_scope", f"needs {spelled['needed']}", extra=spelled)


def _load() -> dict[str, Method]:
    facts = json.loads(Path(__file__).with_name("methods.json").read_text())
    return {
        name: Method(
            name=name,
            required=frozenset(fact["required"]),
            optional=frozenset(fact["optional"]),
            scopes=tuple(fact["bot_scopes"] or ()),
            tier=fact["tier"],
        )
        for name, fact in facts.items()
        if not name.startswith("_")
    }


METHODS = _load()
