"""Which addresses a setting may name. Raises ValueError with what it must be."""

from collections.abc import Mapping
from ipaddress import ip_address

from models.domain.addresses import origin

BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "browser_url": ("ws://", "wss://", "http://", "https://"),
    "slack_bot_token": ("xoxb-",),
    "slack_app_token": ("xapp-",),
}
"""How the value of a setting begins, by the setting's field."""


_TOKENS: Mapping[str, str] = {
    "xoxb-": "a bot token: SLACK_BOT_TOKEN",
    "xapp-": "an app token: SLACK_APP_TOKEN",
    "xoxp-": "a user's token, which Bellhop has no use for",
    "xoxe": "a token that is rotated; switch token rotation off",
}
"""What a token is by its beginning, and where it belongs."""


def begun(field: str, value: str) -> str:
    """The value of a setting, which begins as it must."""
    known = BEGINNINGS.get(field, ())
    is_kind = next((f"; this is {kind}" for token, kind in _TOKENS.items() if value.startswith(token)), "")
    if known and not value.startswith(known):
        *others, last = known
        raise ValueError(
            f"it must begin with {' or '.join(filter(None, (', '.join(others), last)))}{is_kind}"
        )
    if not known and is_kind:
        raise ValueError(f"it is no token{is_kind}")
    return value


def site(value: str) -> str:
    """The root of the platform site."""
    root = origin(value)
    if root is None:
        raise ValueError("it must be the address of a site, https://…")
    if set("/?#") & set(value.partition("://")[2].removesuffix("/")):
        raise ValueError(f"it must be the root of the site, without a path: {root}")
    if root.scheme == "http" and not _is_inside(root.host):
        raise ValueError("sessions would travel in the clear: it must begin with https://")
    return str(root)


def service(value: str) -> str:
    """The base of a web service that gets a token."""
    root = origin(value)
    if root is None:
        raise ValueError("it must be the address of a service, https://…")
    if root.scheme == "http" and not _is_inside(root.host):
        raise ValueError("the token would travel in the clear: it must begin with https://")
    return value


def _is_inside(host: str) -> bool:
    """This machine or a private network: practice sites need no certificate."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_private
    except ValueError:
        return False
