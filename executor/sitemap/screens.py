"""What a map says of every screen, and of the log-in. Pure."""

from typing import Literal, Self

from pydantic import model_validator

from executor.sitemap.controls import Control, Controls, Part, Paths, Reading, Text, Texts


class Account(Part):
    """Who is inside: read and compared before anything is done."""

    badge: Controls
    """What shows on each screen to who is logged in, and on none to others."""
    texts: int | None = None
    """How many texts the badge has; another number is not read, since a name could pass for an id."""
    user_id: Reading | None = None
    """The platform's own number of the account."""
    login: Reading | None = None
    """What the account logs in with."""
    name: Reading | None = None
    """The account's own name: it goes where a form asks for a person."""

    @model_validator(mode="after")
    def _is_known_by_something(self) -> Self:
        if self.user_id is None and self.login is None:
            raise ValueError('nothing says whose account it is; give "user_id" or "login".')
        return self


ScreenKind = Literal["log-in", "code", "checkpoint", "disabled", "consent"]


class LoginScreen(Part):
    """A screen of the log-in that shows instead of what was asked for."""

    kind: ScreenKind
    """log-in, code (a one-time code is wanted), checkpoint (a person must act), disabled, or consent."""
    shows: Controls
    """By what it is known, such as its heading."""
    path: Paths | None = None
    """Its address, where it has one of its own; `/x/*` is everything below `/x`."""
    press: Controls | None = None
    """What passes a consent; of no other kind."""

    @model_validator(mode="after")
    def _only_a_consent_is_passed(self) -> Self:
        if (self.kind == "consent") != (self.press is not None):
            wanted = 'a consent needs "press"' if self.kind == "consent" else '"press" is of a consent only'
            raise ValueError(f"{wanted}: what is pressed to go on.")
        return self


class Overlay(Part):
    """What lies over a screen at any time and is closed before anything is clicked."""

    shows: Controls
    """By what it is known."""
    close: Controls
    """What closes it; looked for inside it."""


class Entry(Part):
    """One field of a form. Without `value` and `option` it is checked, as a radio button or a box is."""

    control: Controls
    """The field."""
    value: Text | None = None
    """What is typed: `{name}` stands for a parameter of the task, or for login, password, account_name or email."""
    option: Text | None = None
    """What is chosen in a drop-down list, with parameters as in `value`."""
    keep: bool = False
    """Leave what the site has filled in already."""

    @model_validator(mode="after")
    def _is_given_one_thing(self) -> Self:
        if self.value is not None and self.option is not None:
            raise ValueError('"value" is typed and "option" is chosen; keep one of them.')
        return self


class Look(Part):
    """One line of a last look: a term and what must stand beside it."""

    term: Texts
    """What the line is called."""
    shows: Text
    """What it must show, with parameters as in a field's value."""


class Step(Part):
    """One screen of a form, or one part of it."""

    press: Controls
    """What ends the step."""
    shows: Controls | None = None
    """By what it is known that this step is due; if not given, its first field, or else what it presses."""
    fields: tuple[Entry, ...] = ()
    """What is filled in, in this order."""
    review: tuple[Look, ...] = ()
    """What a last look must show before anything is pressed."""
    once: bool = False
    """It makes something, so it is never taken twice."""

    @property
    def sign(self) -> tuple[Control, ...]:
        """By what it is known that the step is due."""
        return self.shows or (self.fields[0].control if self.fields else self.press)


class CodeForm(Part):
    """The screen that asks for a one-time code."""

    field: Controls
    """Where the code is typed."""
    press: Controls
    """What sends it."""
    wrong: Texts
    """What the site says to a wrong code."""
    locked: Texts | None = None
    """What it says when it takes no code for now."""


class LogIn(Part):
    """The log-in, on one screen or on several."""

    steps: tuple[Step, ...]
    """Its screens: `{login}` and `{password}` are typed."""
    refused: Controls
    """Where the site says why it lets nobody in, here and where it asks for a code."""
    wrong_password: Texts
    """What it says to a wrong password."""
    unknown_login: Texts | None = None
    """What it says to a login that it does not know."""
    code: CodeForm | None = None
    """The screen that asks for a one-time code, where the site has one."""
