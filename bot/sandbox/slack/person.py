"""A person at the page, without a browser: says, sees, clicks and fills in, by what things read."""

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from . import finding
from .blockkit.composition import options_of
from .choices import Choices
from .documents import Json
from .line import Line
from .memory import Memory
from .reading import reading, words
from .refusals import TROUBLE

T = TypeVar("T")
Wanted = str | Callable[[Json], bool]
PATIENCE = 10.0


class Refused(AssertionError):
    """Slack told the person that this cannot be done."""


class Person:
    """One user's screen. `async with Person(slack.url, "U0ANA") as ana: await ana.say("/tasks")`."""

    def __init__(self, url: str, user_id: str, *, channel: str = "C0OPS") -> None:
        self.user_id = user_id
        self.channel = channel
        self.memory = Memory()
        self._line = Line(url, user_id, self.memory)
        self._choices = Choices(self.memory, self._ask)

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def open(self) -> None:
        """Load the screen, and listen to what happens on it."""
        await self._line.open()

    async def aclose(self) -> None:
        await self._line.aclose()

    # -- what they see

    def messages(self, channel: str | None = None) -> list[Json]:
        """The channel's messages, threads and private ones included, oldest first."""
        known = self.memory.messages[channel or self.channel]
        return [known[ts] for ts in sorted(known)]

    def thread(self, parent: Json) -> list[Json]:
        """The replies under a message."""
        ts = parent["ts"]
        return [m for m in self.messages(parent["channel"]) if m.get("thread_ts") == ts and m["ts"] != ts]

    @property
    def views(self) -> list[Json]:
        """Open modals, the topmost last."""
        return self.memory.views

    @property
    def home(self) -> Json | None:
        return self.memory.home

    @property
    def toasts(self) -> list[str]:
        return self.memory.toasts

    @staticmethod
    def reads(thing: Json) -> str:
        """The words of a message or view."""
        return reading(thing)

    async def see(self, check: Callable[[], T | None], seconds: float = PATIENCE) -> T:
        """Wait until the check finds something, looking again whenever the screen changes."""
        try:
            return await self.memory.changed.until(check, seconds)
        except TimeoutError:
            raise finding.NotFound(f"not seen within {seconds} s; on the screen:\n{self._screen()}") from None

    async def wait_for_message(
        self, wanted: Wanted, *, channel: str | None = None, after: str = "0", seconds: float = PATIENCE
    ) -> Json:
        """The newest message that holds these words, or passes this test; `after` is a ts."""

        def newest() -> Json | None:
            later = [message for message in self.messages(channel) if message["ts"] > after]
            return next((message for message in reversed(later) if _is(message, wanted)), None)

        return await self.see(newest, seconds)

    async def wait_for_view(self, wanted: Wanted, *, seconds: float = PATIENCE) -> Json:
        """The topmost modal, once its title is this, or it passes this test."""

        def top() -> Json | None:
            view = self.views[-1] if self.views else None
            fits = view and (words(view["title"]) == wanted if isinstance(wanted, str) else wanted(view))
            return view if fits else None

        return await self.see(top, seconds)

    async def wait_for_home(self, wanted: Wanted, *, seconds: float = PATIENCE) -> Json:
        """The Home tab, once it holds these words or passes this test."""
        return await self.see(lambda: self.home if self.home and _is(self.home, wanted) else None, seconds)

    async def wait_for_no_view(self, *, seconds: float = PATIENCE) -> None:
        await self.see(lambda: not self.views, seconds)

    # -- what they do

    async def say(self, text: str, *, channel: str | None = None, thread_ts: str | None = None) -> None:
        """Type into the composer: a message, or a slash command."""
        said = {"channel": channel or self.channel, "text": text}
        await self._do("message", {**said, "thread_ts": thread_ts} if thread_ts else said)

    async def click(self, container: Json, text: str) -> None:
        """Press the button, or the menu entry, that reads so."""
        control, action = finding.button(container, text)
        await self.act(container, control, action)

    async def fill(self, container: Json, values: dict[str, Any]) -> None:
        """Fill in fields by their label, placeholder or the words beside them."""
        for name, value in values.items():
            control = finding.field(container, name)
            entry = await self._choices.make(container, control, value)
            if control.tells_app:
                await self.act(container, control, entry)

    async def select(self, container: Json, name: str, chosen: Any) -> None:
        """Choose in one select."""
        await self.fill(container, {name: chosen})

    async def submit(self, view: Json) -> dict[str, str] | None:
        """Press the view's submit button. The errors by label; None if it was taken."""
        state = {"values": self._choices.of(view)}
        answer = await self._do("submit", {"view_id": view["id"], "state": state})
        if answer["ok"]:
            return None
        known = finding.labels(view)
        named: dict[str, str] = answer["errors"]
        errors = {known.get(block_id, block_id): text for block_id, text in named.items()}
        return errors or {"": str(answer.get("error"))}

    async def close(self, view: Json, *, whole: bool = False) -> None:
        """Close a modal, or the whole stack."""
        await self._do("close", {"view_id": view["id"], "all": whole})

    async def shortcut(self, name: str, message: Json | None = None) -> None:
        """Use the app's shortcut of this name, on a message or anywhere."""
        known = [shortcut for shortcut in self.memory.shortcuts if shortcut["name"] == name]
        if not known:
            raise finding.NotFound(f"no shortcut reads {name!r}")
        place = {"channel": message["channel"], "ts": message["ts"]} if message else {}
        await self._do("shortcut", {"callback_id": known[0]["callback_id"], **place})

    async def visit_home(self) -> None:
        """Open the app's Home tab."""
        await self._do("home", {"tab": "home"})

    async def act(self, container: Json, control: finding.Control, action: Json) -> None:
        """Send one action, with everything filled in so far."""
        what = {
            "container": _place(container),
            "block_id": control.block["block_id"],
            "action_id": control.element["action_id"],
            "action": action,
            "state": {"values": self._choices.of(container)},
        }
        await self._do("action", what)

    async def upload(self, name: str, content: bytes) -> Json:
        """Choose a file; fill it into a file input as `[file]`."""
        return await self._line.upload(name, content)

    async def download(self, file: Json) -> bytes:
        """The bytes of a file someone posted."""
        return await self._line.download(file["url_private"])

    # -- how

    async def _ask(self, container: Json, control: finding.Control, typed: str) -> list[Json]:
        """The options an external select offers for what was typed."""
        place = {"block_id": control.block["block_id"], "action_id": control.element["action_id"]}
        answer = await self._do("suggest", {"container": _place(container), **place, "value": typed})
        return options_of(answer)

    async def _do(self, what: str, said: Json) -> Json:
        """Tell the server, and catch up with what came of it."""
        answer = await self._line.post(what, said)
        if not answer["ok"] and "errors" not in answer and answer.get("error") != TROUBLE:
            raise Refused(str(answer.get("error")))
        await self.see(lambda: self.memory.cursor >= answer["cursor"])
        return answer

    def _screen(self) -> str:
        shown = [*self.messages()[-5:], *self.views, *([self.home] if self.home else [])]
        return "\n---\n".join([*(reading(thing) for thing in shown), *self.toasts])


def _is(thing: Json, wanted: Wanted) -> bool:
    return wanted in reading(thing) if isinstance(wanted, str) else wanted(thing)


def _place(container: Json) -> Json:
    if container.get("type") == "message":
        return {"type": "message", "channel": container["channel"], "ts": container["ts"]}
    return {"type": "view", "view_id": container["id"]}
