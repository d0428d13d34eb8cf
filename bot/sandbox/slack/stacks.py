"""Views: each person's stack of modals and Home tab, with the hash that guards against overtaking."""

from dataclasses import dataclass, field

from .blockkit.filling import filled, filled_text
from .blockkit.stateful import state_values
from .documents import Json, an_object, dumped, objects
from .identifiers import fresh, fresh_key
from .refusals import Refusal
from .workspace import Workspace

STACK_DEPTH = 3


@dataclass
class View:
    """One open modal, or one person's Home tab."""

    id: str
    user_id: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    state: Json = field(default_factory=dict[str, object])

    @property
    def kind(self) -> str:
        return str(self.body["type"])

    @property
    def blocks(self) -> list[Json]:
        return objects(self.body["blocks"])

    @property
    def external_id(self) -> str:
        return str(self.body.get("external_id") or "")


def as_stored(view: Json) -> Json:
    """The view the app sent, with what Slack fills in."""
    stored = {**view, "blocks": filled(objects(view["blocks"]))}
    for name in ("title", "submit", "close"):
        if name in view:
            stored[name] = filled_text(an_object(view[name]))
    return stored


class Stacks:
    """Everything the app has put on people's screens besides messages."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._open: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def of(self, user_id: str) -> list[View]:
        """The user's modals, bottom first."""
        return self._open.setdefault(user_id, [])

    def all(self) -> list[View]:
        return [view for stack in self._open.values() for view in stack]

    def find(self, view_id: str) -> View | None:
        known = [*self.all(), *self.homes.values()]
        return next((view for view in known if view.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        known = [*self.all(), *self.homes.values()]
        return next((view for view in known if view.external_id == external_id), None)

    def open(self, user_id: str, body: Json) -> View:
        """A new stack with this one modal; what was open before is gone."""
        self._unused_external_id(body, None)
        view = self._new(user_id, body)
        self._open[user_id] = [view]
        return view

    def push(self, user_id: str, body: Json) -> View:
        self._unused_external_id(body, None)
        stack = self.of(user_id)
        if len(stack) >= STACK_DEPTH:
            raise Refusal("push_limit_reached", f"a stack holds no more than {STACK_DEPTH} views")
        view = self._new(user_id, body, below=stack[-1])
        stack.append(view)
        return view

    def update(self, view: View, body: Json, expected_hash: str | None = None) -> View:
        if expected_hash and expected_hash != view.hash:
            raise Refusal("hash_conflict", f"the view's hash is {view.hash}, not {expected_hash}")
        self._unused_external_id(body, view)
        view.body = as_stored(body)
        view.hash = self._hash(view.body)
        view.state = state_values(view.blocks, {}, {})
        return view

    def publish(self, user_id: str, body: Json, expected_hash: str | None) -> View:
        """The user's Home tab: the same view forever, whatever is published on it."""
        home = self.homes.get(user_id)
        if home is not None:
            return self.update(home, body, expected_hash)
        self._unused_external_id(body, None)
        self.homes[user_id] = self._new(user_id, body)
        return self.homes[user_id]

    def close(self, view: View, *, whole: bool = False) -> list[View]:
        """Take the view off, and what lies on it; or the whole stack. Answers what was closed, top first."""
        stack = self.of(view.user_id)
        place = 0 if whole else stack.index(view)
        closed = stack[place:]
        del stack[place:]
        return closed[::-1]

    def as_json(self, view: View) -> Json:
        """A view as Slack sends it."""
        app, team_id = self._workspace.app, self._workspace.team_id
        blank = {"private_metadata": "", "callback_id": "", "external_id": ""}
        modal = {"title": None, "submit": None, "close": None}
        return {
            "id": view.id,
            "team_id": team_id,
            **blank,
            **(modal if view.kind == "modal" else {}),
            "clear_on_close": False,
            "notify_on_close": False,
            **view.body,
            "state": {"values": view.state},
            "hash": view.hash,
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": app.app_id,
            "app_installed_team_id": None if self._workspace.is_org_wide else team_id,
            "bot_id": app.bot_id,
        }

    def _new(self, user_id: str, body: Json, below: View | None = None) -> View:
        view_id = fresh("V")
        stored = as_stored(body)
        view = View(view_id, user_id, stored, self._hash(stored), root_id=below.root_id if below else view_id)
        view.previous_id = below.id if below else None
        view.state = state_values(view.blocks, {}, {})
        return view

    def _unused_external_id(self, body: Json, but: View | None) -> None:
        external_id = body.get("external_id")
        taken = self.find_external(external_id) if external_id else None
        if taken is not None and taken is not but:
            raise Refusal("duplicate_external_id", f"{external_id} names another view already")

    @staticmethod
    def _hash(body: Json) -> str:
        return f"{len(dumped(body))}.{fresh_key(8)}"
