"""What Slack makes of a command's text whose manifest says ``should_escape``."""

import re

from .directory import UserGroup
from .workspace import Workspace

_TOP = (
    "com|org|net|edu|gov|info|io|dev|app|ai|co|de|eu|fr|uk|us|example|test"  # of the names that Slack links
)
_PART = re.compile(
    r"(?P<done><[@#!][^<>\s]*>)"  # what is escaped already
    r"|(?P<code>`[^`\n]+`)"
    r"|(?P<mail>[\w.+-]*\w@(?:[\w-]+\.)+[A-Za-z]{2,})"
    r"|(?P<url>https?://[^\s<>|\"`]*[\w/])"
    rf"|(?P<site>(?<![\w@.#-])(?:[A-Za-z0-9-]+\.)+(?:{_TOP})(?:/[^\s<>|\"`]*[\w/])?(?![\w@-]))"
    r"|(?P<name>(?<!\w)[@#][\w.-]+)"
    r"|(?P<sign>[&<>])"
)


def escaped(workspace: Workspace, text: str) -> str:
    """People, user groups and channels as ids, addresses as links, ``&``, ``<`` and ``>`` as entities."""
    names = _names(workspace)

    def spelled(found: re.Match[str]) -> str:
        whole = found[0]
        match found.lastgroup:
            case "code" | "sign":
                return _inert(whole)
            case "mail":
                return f"<mailto:{whole}|{whole}>"
            case "url":
                return f"<{_inert(whole)}>"
            case "site":
                return f"<http://{_inert(whole)}|{_inert(whole)}>"
            case _:
                return names.get(whole, whole)

    return _PART.sub(spelled, text)


def _names(workspace: Workspace) -> dict[str, str]:
    users = {f"@{user.name}": f"<@{user.id}|{user.name}>" for user in workspace.users}
    groups = {f"@{group.handle}": f"<!subteam^{group.id}|@{group.handle}>" for group in _in_use(workspace)}
    channels = {f"#{channel.name}": f"<#{channel.id}|{channel.name}>" for channel in workspace.channels}
    return {**groups, **users, **channels}


def _in_use(workspace: Workspace) -> list[UserGroup]:
    """Disabled user groups cannot be mentioned."""
    return [group for group in workspace.groups if not group.date_delete]


def _inert(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
