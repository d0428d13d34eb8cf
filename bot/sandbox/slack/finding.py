"""Finding controls by what they read, as a person does, and the options that read so."""

from collections.abc import Iterator
from dataclasses import dataclass

from .blockkit.anatomy import interactive
from .blockkit.composition import options_of
from .blockkit.stateful import STATEFUL
from .documents import Json, an_object, objects
from .reading import words


class NotFound(AssertionError):
    """Nothing on the screen reads like that."""


@dataclass(frozen=True)
class Control:
    """An element and the block it stands in."""

    block: Json
    element: Json

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    @property
    def tells_app(self) -> bool:
        """Whether a change is sent at once; inputs wait for the submission."""
        return self.block["type"] != "input" or bool(self.block.get("dispatch_action"))

    @property
    def names(self) -> list[str]:
        """What a person may call it, the best name first."""
        around = [self.block.get("label")] if self.block["type"] == "input" else []
        own = [self.element.get("text"), self.element.get("placeholder")]
        section = [self.block.get("text")] if self.block["type"] == "section" else []
        label = self.element.get("accessibility_label")
        return [name for name in map(words, [*around, *own, label, *section]) if name]


def controls(container: Json) -> Iterator[Control]:
    attached = [
        block for part in objects(container.get("attachments")) for block in objects(part.get("blocks"))
    ]
    for block, element in interactive([*objects(container.get("blocks")), *attached]):
        yield Control(block, element)


def button(container: Json, text: str) -> tuple[Control, Json]:
    """The button, or the entry of an overflow menu, and what pressing it sends.

    Of several the first that reads so, else the one that begins so.
    """
    known = list(_pressable(container))
    exact = [one for one in known if one[0] == text]
    near = [one for one in known if _begins(one[0], text)]
    if exact or len(near) == 1:
        _, control, sent = (exact or near)[0]
        return control, sent
    raise NotFound(f"no button reads {text!r}; there are {buttons(container)}")


def _pressable(container: Json) -> Iterator[tuple[str, Control, Json]]:
    """What each reads, where it is, and what pressing it sends."""
    for control in controls(container):
        if control.kind in ("button", "icon_button", "workflow_button"):
            yield (
                words(control.element["text"]),
                control,
                {"type": control.kind, "value": control.element.get("value")},
            )
        if control.kind == "overflow":
            for option in options_of(control.element):
                yield words(option["text"]), control, {"type": "overflow", "selected_option": option}


def buttons(container: Json) -> list[str]:
    """Everything that can be pressed."""
    pressable = [control for control in controls(container) if control.kind not in STATEFUL]
    menus = [words(option["text"]) for control in pressable for option in options_of(control.element)]
    return [words(control.element["text"]) for control in pressable if "text" in control.element] + menus


def field(container: Json, name: str) -> Control:
    """The control that holds a value and goes by this name."""
    holding = [control for control in controls(container) if control.kind in STATEFUL]
    for control in holding:
        if name in control.names:
            return control
    raise NotFound(f"no field reads {name!r}; there are {[control.names[:1] for control in holding]}")


def _begins(words: str, text: str) -> bool:
    """Whether words begin so, and not in the middle of a number or a word."""
    is_inside = text[-1:].isalnum() and words[len(text) : len(text) + 1].isalnum()
    return words.startswith(text) and not is_inside


def option(options: list[Json], text: str) -> Json:
    """The option that reads so, or begins so, with whole words, if only one does."""
    exact = [known for known in options if words(known["text"]) == text]
    near = [known for known in options if _begins(words(known["text"]), text)]
    if exact or len(near) == 1:
        return (exact or near)[0]
    raise NotFound(f"no option reads {text!r}; there are {[words(known['text']) for known in options]}")


def labels(view: Json) -> dict[str, str]:
    """The label of each input block, by block_id."""
    return {
        block["block_id"]: words(an_object(block.get("label")))
        for block in objects(view.get("blocks"))
        if block["type"] == "input"
    }
