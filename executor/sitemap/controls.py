"""How a map names what stands on a screen: texts, controls, and what is read there. Pure."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

Role = Literal[
    "alert", "alertdialog", "article", "banner", "button", "cell", "checkbox", "combobox", "complementary",
    "contentinfo", "definition", "dialog", "document", "form", "grid", "gridcell", "group", "heading", "img", "link",
    "list", "listbox", "listitem", "main", "menu", "menuitem", "menuitemcheckbox", "menuitemradio", "navigation",
    "note", "option", "paragraph", "radio", "radiogroup", "region", "row", "rowgroup", "search", "searchbox",
    "spinbutton", "status", "strong", "switch", "tab", "table", "tablist", "tabpanel", "term", "textbox", "toolbar",
    "tree", "treeitem",
]  # fmt: skip
_WAYS = ("role", "label", "placeholder", "test_id", "text", "css")


def nearest(wrong: str, known: Sequence[str]) -> str:
    """What somebody may have meant, as the end of a sentence.

    >>> nearest("nmae", ["name", "role"]), nearest("x", ["name", "role"])
    ('did you mean "name"?', 'there is name, role.')
    """
    close = get_close_matches(wrong, known, n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else f"there is {', '.join(known)}."


class Part(BaseModel):
    """A table of a map. A key that it does not know is refused with the nearest one that it does."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _has_its_keys(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            raise ValueError("a table is expected here: { key = value } or [name].")
        fields = cls.model_fields
        if unknown := [str(key) for key in given if key not in fields]:
            raise ValueError(f'there is no key "{unknown[0]}" here; {nearest(unknown[0], list(fields))}')
        if missing := [name for name, field in fields.items() if field.is_required() and name not in given]:
            raise ValueError(f'"{missing[0]}" is missing: {fields[missing[0]].description}')
        return given


def pattern_in(text: str) -> str | None:
    """The pattern in a text between two slashes; None for a text that is meant as it stands.

    >>> pattern_in(r"/ID (\\d+)/"), pattern_in("and/or")
    ('ID (\\\\d+)', None)
    """
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] == "/" else None  # noqa: PLR2004 - the two slashes


def _pattern(form: str) -> str:
    try:
        groups = re.compile(form).groups
    except re.error as error:
        raise ValueError(
            f"{form!r} is no pattern: {error}. Put a backslash before . ( ) [ ] + * ? | $"
        ) from None
    if groups > 1:
        raise ValueError(f"{form!r} has {groups} groups; what is read is in one. Write (?:…) for the others.")
    if "(?P" in form:
        raise ValueError(f"{form!r} names its group; write ( ) without a name, which the browser reads too.")
    return form


def _several(given: Any) -> Any:
    return given if isinstance(given, list | tuple) else [given]


def _checked_text(text: str) -> str:
    if not text.strip():
        raise ValueError("the text is empty; write what the screen shows.")
    if (form := pattern_in(text)) is not None:
        _pattern(form)
    return text


def _some(given: tuple[Any, ...]) -> tuple[Any, ...]:
    if not given:
        raise ValueError("the list is empty; write at least one, or leave the key out.")
    return given


Pattern = Annotated[str, AfterValidator(_pattern)]
"""A regular expression that a whole text must have; what is read stands for its group."""
Text = Annotated[str, AfterValidator(_checked_text)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_several), AfterValidator(_some)]
"""A text as the screen shows it, or several of which one is shown. Between two slashes it is a pattern."""


def _path(path: str) -> str:
    if not path.startswith("/"):
        raise ValueError(f'{path!r} is no path of the site; it begins with "/", such as "/home".')
    return path


Path = Annotated[str, AfterValidator(_path)]
Paths = Annotated[tuple[Path, ...], BeforeValidator(_several), AfterValidator(_some)]
"""A path, or several; ``/x/*`` is everything below ``/x``."""


class Control(Part):
    """What a person sees and uses, by the name they would call it."""

    role: Role | None = None
    """Its ARIA role, such as button or heading: the best way to name a control, together with `name`."""
    name: Texts | None = None
    """The accessible name of the control with this role."""
    label: Texts | None = None
    """The label of a field."""
    placeholder: Texts | None = None
    """The grey text in an empty field, where it has no label."""
    test_id: Texts | None = None
    """The attribute `data-testid`."""
    text: Texts | None = None
    """The whole text that an element shows."""
    css: str | None = None
    """A CSS selector: the last resort, since it changes with the style sheet."""
    says: Texts | None = None
    """The whole text that must stand in it, for roles that take no name from their content, such as status."""
    within: "Controls | None" = None
    """The part of the screen in which it is looked for."""

    @model_validator(mode="after")
    def _is_named_in_one_way(self) -> Self:
        ways = [way for way in _WAYS if getattr(self, way) is not None]
        if len(ways) != 1:
            said = f"it is named by {' and '.join(ways)}" if ways else "nothing says which control it is"
            raise ValueError(f"{said}; name it in one way: {', '.join(_WAYS)}.")
        if self.name is not None and self.role is None:
            raise ValueError('"name" goes with "role"; for a field write "label".')
        return self


Controls = Annotated[tuple[Control, ...], BeforeValidator(_several), AfterValidator(_some)]
"""A control, or several of which any may show."""


class Reading(Part):
    """Where a value is read. Without more it is the one text of the place that has the pattern as a whole."""

    control: Controls | None = None
    """The element it is read in, where it is not the whole of the place."""
    text: int | None = None
    """Which text of it, counted from 1: needed where another text may look the same, since a name may be anything."""
    pattern: Pattern | None = None
    """The form of the whole value; what is kept stands for its group."""
    attribute: str | None = None
    """The attribute of the element that holds it, such as href."""
    cookie: str | None = None
    """The cookie of the site that holds it."""
    address: Pattern | None = None
    """The form of the whole path in the address bar, or of the path and what follows it; what is kept stands for its group."""

    @model_validator(mode="after")
    def _is_read_in_one_way(self) -> Self:
        ways = [way for way in ("text", "attribute", "cookie", "address") if getattr(self, way) is not None]
        if len(ways) > 1:
            raise ValueError(f"it is read by {' and '.join(ways)}; keep one of them.")
        if not ways and self.control is None and self.pattern is None:
            raise ValueError("nothing says where it is read: pattern, control, attribute, cookie or address.")
        if self.text is not None and self.text < 1:
            raise ValueError("texts are counted from 1.")
        return self


ROLES: tuple[str, ...] = get_args(Role)
Control.model_rebuild()
