"""Traits: what the shared parts must know of the screens of one site."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True, kw_only=True)
class Traits:
    """The addresses, cookies and sentences of one site, as far as a behaviour or the desk behind it needs them."""

    cookie: str  # its value is the session
    logins: tuple[str, ...]  # paths that take a password
    login_field: str  # the field that names the account there
    secret_fields: tuple[str, ...]  # what the password and the one-time code are called in forms
    invitations: str  # the beginning of an invitation's path
    usual: Mapping[
        str, tuple[str, ...]
    ]  # kind of behaviour: the paths that it is for where a switch names none
    opens_beside: str  # the screen that opens in a window of its own
    reload: str  # a script that reloads the screen once, at the first field that is changed
    overlay: Callable[[], str]  # the question whether to turn on notifications, as HTML
    broken: Callable[[web.Request], web.Response]  # the answer of a site that is out of order
    refusals: tuple[
        str, ...
    ]  # beginnings of sentences that refuse a password; the first word is the password's
