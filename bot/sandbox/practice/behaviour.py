"""Behaviour: the switches that make the site hostile on demand, and which of them a request meets."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

BehaviourKind = Literal[
    "slow",  # answers `value` milliseconds late
    "hang",  # never answers
    "error500",  # answers 500, `value` times (once if not given)
    "redirect_loop",  # sends the browser round in circles
    "drop",  # closes the connection without an answer
    "dialog",  # a JavaScript dialog on load: 0 alert, 1 confirm, 2 prompt
    "reload_mid_form",  # the second step of a form reloads itself once, at the first field that is changed
    "endless_script",  # a script that never ends, started `value` ms after load
    "torn",  # sends a page in two parts, `value` milliseconds apart, torn within the account's name
    "echo",  # shows the password or the code that was typed, in the way that `value` says (see echo.py)
    "tell",  # refuses a log-in with a sentence that repeats the password, written as `value` says (see echo.py)
    "new_windows",  # every link and form opens a window of its own, and each screen one more when it is loaded
    "counted",  # each click sends a request of its own first: 0 a beacon, 1 a POST by fetch
    "live",  # a web socket, opened again `value` ms after it has ended
    "notification_dialog",  # asks on the home screen whether to turn on notifications
]
KINDS: tuple[str, ...] = get_args(BehaviourKind)


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """One switch. `*` is every account, an empty path or method every path or method.

    `after` lets the request do its work first and spoils only the answer. `times` is how often each
    account meets it; 0 is without end.
    """

    kind: BehaviourKind
    login: str = "*"
    path: str = ""
    method: str = ""
    value: int = 0
    times: int = 0
    after: bool = False

    @property
    def limit(self) -> int:
        match self.kind:
            case "error500":
                return self.times or self.value or 1
            case "reload_mid_form":
                return self.times or 1
            case _:
                return self.times

    def meets(self, login: str, path: str, method: str, usual: tuple[str, ...] = ()) -> bool:
        """Whether a request is one of those this switch is for; ``usual`` are the site's paths for this kind."""
        if self.login not in ("*", login) or self.method not in ("", method):
            return False
        if self.kind == "reload_mid_form":
            return path in usual and path.startswith(self.path)
        # Only a switch that names the assets spoils them: a slow site is not eight times as slow.
        if path.startswith("/static/") and not self.path.startswith("/static"):
            return False
        return path.startswith(self.path or usual or "")


class Behaviours:
    """The switches that are on, and how often each account has met them."""

    def __init__(self, usual: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._usual = usual or {}
        self._on: list[Behaviour] = []
        self._met: Counter[tuple[int, str]] = Counter()

    def add(self, behaviour: Behaviour) -> None:
        self._on.append(behaviour)

    def clear(self) -> None:
        self._on.clear()
        self._met.clear()

    def take(
        self, login: str, path: str, method: str, kinds: frozenset[str], *, after: bool = False
    ) -> list[Behaviour]:
        """The switches of these kinds that a request meets now; meeting one uses up one of its times."""
        taken: list[Behaviour] = []
        for at, behaviour in enumerate(self._on):
            if behaviour.kind not in kinds or behaviour.after is not after:
                continue
            if not behaviour.meets(login, path, method, self._usual.get(behaviour.kind, ())):
                continue
            if behaviour.limit and self._met[at, login] >= behaviour.limit:
                continue
            self._met[at, login] += 1
            taken.append(behaviour)
        return taken


def behaviour_from_json(entry: Mapping[str, object]) -> Behaviour:
    """Read one switch of `POST /_site/behaviour`; an unknown kind is a ValueError."""
    kind = str(entry.get("kind", ""))
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a behaviour; choose one of {', '.join(KINDS)}.")
    return Behaviour(
        kind=cast("BehaviourKind", kind),
        login=str(entry.get("login") or "*"),
        path=str(entry.get("path") or ""),
        method=str(entry.get("method") or "").upper(),
        value=int(str(entry.get("value") or 0)),
        times=int(str(entry.get("times") or 0)),
        after=bool(entry.get("after")),
    )
