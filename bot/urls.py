"""Which addresses a setting may name. Raises ValueError with what it must be."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "database_url": ("sqlite://", "postgres://", "postgresql://"),
    "redis_url": ("redis://", "rediss://", "unix://"),
    "browser_url": ("ws://", "wss://", "http://", "https://"),
    "slack_bot_token": ("xoxb-",),
    "slack_app_token": ("xapp-",),
}
"""How the value of a setting begins, by the setting's field."""


def begun(field: str, value: str) -> str:
    """The value of a setting, which begins as it must."""
    known = BEGINNINGS[field]
    if not value.startswith(known):
        *others, last = known
        raise ValueError(f"it must begin with {' or '.join(filter(None, (', '.join(others), last)))}")
    return value


def site(value: str) -> str:
    """The root of the platform site."""
    if not re.fullmatch(r"https?://[^/\s@]+(/\S*)?", value):
        raise ValueError("it must be the address of a site, https://…")
    if value.startswith("http://") and not _is_inside(urlsplit(value).hostname or ""):
        raise ValueError("sessions would travel in the clear: it must begin with https://")
    return value


def _is_inside(host: str) -> bool:
    """This machine or a private network: practice sites need no certificate."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_private
    except ValueError:
        return False
