"""The map of one site: every path, text and step that the browser goes by, as one value. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Self

from pydantic import BaseModel, model_validator

from executor.sitemap.controls import Control, Part, Path, Texts, nearest
from executor.sitemap.screens import Account, LogIn, LoginScreen, Overlay
from executor.sitemap.tasks import Actions, Listing
from models.domain.task_types import TASK_TYPES

_PARAMETER = re.compile(r"\{([a-z_]+)\}")
OF_ACCOUNT = ("login", "account_name", "email")
"""What a form may be given of the account. Its password goes to the log-in only."""
OF_LOGIN = ("login", "password")


def parameters_in(text: str) -> list[str]:
    """The names in braces.

    >>> parameters_in(r"{page_name} by {login}, \\d{2}")
    ['page_name', 'login']
    """
    return _PARAMETER.findall(text)


class SiteMap(Part):
    """The whole file."""

    home: Path
    """The screen after the log-in, where each visit begins."""
    account: Account
    """Who is inside."""
    login_screens: tuple[LoginScreen, ...]
    """Screens that show instead of what was asked for."""
    login: LogIn
    """The log-in."""
    overlays: tuple[Overlay, ...] = ()
    """What may lie over any screen."""
    words: Mapping[str, Mapping[str, Texts]] = {}
    """How the site writes the values of a parameter, such as the categories of a page, in its languages."""
    lists: Mapping[str, Listing] = {}
    """The lists of what an account has."""
    actions: Actions
    """How each type of task is done."""

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        self._check_login_screens()
        _check_names(self.login, "login", OF_LOGIN)
        for kind, action in self._actions():
            named = getattr(action, "list", None)
            if named is not None and named not in self.lists:
                raise ValueError(
                    f'actions.{kind}.list: there is no list "{named}"; {nearest(named, list(self.lists))}'
                )
            known = [parameter.name for parameter in TASK_TYPES[kind].parameters]
            _check_names(action, f"actions.{kind}", (*known, *OF_ACCOUNT))
        return self

    def _actions(self) -> Iterator[tuple[str, BaseModel]]:
        for kind in Actions.model_fields:
            if (action := getattr(self.actions, kind)) is not None:
                yield kind, action

    def _check_login_screens(self) -> None:
        kinds = {screen.kind for screen in self.login_screens}
        if "log-in" not in kinds:
            raise ValueError('login_screens: none is of kind "log-in"; by it an ended session is known.')
        if ("code" in kinds) != (self.login.code is not None):
            there, wanted = (
                ("a login screen", "[login.code]") if "code" in kinds else ("[login.code]", "a login screen")
            )
            raise ValueError(f"login.code: {there} is there for one-time codes, and {wanted} is missing.")


def _check_names(part: BaseModel, where: str, known: tuple[str, ...]) -> None:
    """Refuse a name in braces that stands for nothing here."""
    for key, text in _texts(part, where):
        for name in parameters_in(text):
            if name not in known:
                raise ValueError(f"{key}: {{{name}}} stands for nothing here; {nearest(name, known)}")


def _texts(value: object, where: str) -> Iterator[tuple[str, str]]:
    """(key, text) of all texts below a part."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), f"{where}.{name}")
    elif isinstance(value, tuple):
        alone = len(value) == 1 and isinstance(value[0], str | Control)  # it may stand without a list
        for at, one in enumerate(value, start=1):
            yield from _texts(one, where if alone else f"{where}[{at}]")
