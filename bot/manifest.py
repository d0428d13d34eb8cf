"""The Slack app as Slack wants to be told of it: https://docs.slack.dev/reference/app-manifest."""

from typing import Any

from handlers.accounts import words
from handlers.proxies import words as proxy_words
from handlers.slack.ids import Event, Shortcut
from handlers.words import command_words

EVENTS_PATH = "/slack/events"  # where Slack delivers by signed HTTP
SCOPES = {
    "commands": "the slash commands and shortcuts",
    "chat:write": "messages of batches, questions, shared lists",
    "files:write": "screenshots into threads; exports into messages; taking an imported CSV out of Slack where Slack allows it",
    "files:read": "whether a screenshot arrived; reading the CSV of an import, and whether it is still in Slack",
    "users:read": "time zones; who is a guest, deactivated or from elsewhere; who is meant by a handle",
    "users:read.email": "the responsible person of an imported account, given by an e-mail address",
}
"""The bot's scopes, each with its reason."""

ESSENTIAL_SCOPE = "chat:write"
"""Without it there is nothing that the bot can do."""

USER_GROUPS = {"usergroups:read": "granting access to user groups"}
_COLOUR = "#4a154b"


def scopes(*, user_groups: bool) -> dict[str, str]:
    """The scopes that are asked for, each with its reason."""
    return SCOPES | (USER_GROUPS if user_groups else {})


def manifest(url: str = "", *, user_groups: bool = False, org: bool = False) -> dict[str, Any]:
    """For Socket Mode, or, with the ``https://`` address the bot is reached at, for signed HTTP.

    ``org``: for one installation in a whole organisation on Enterprise Grid.
    """
    address = f"{url.rstrip('/')}{EVENTS_PATH}" if url else ""
    return {
        "display_information": {
            "name": "Bellhop",
            "description": "See, start, stop and repeat the browser tasks of your accounts",
            "background_color": _COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Bellhop", "always_online": True},
            "slash_commands": [command | ({"url": address} if url else {}) for command in _commands()],
            "shortcuts": list(_SHORTCUTS),
        },
        "oauth_config": {"scopes": {"bot": list(scopes(user_groups=user_groups))}},
        "settings": _settings(address) | {"org_deploy_enabled": org},
    }


def _settings(address: str) -> dict[str, Any]:
    request_url = {"request_url": address} if address else {}
    options = {"message_menu_options_url": address} if address else {}
    return {
        "event_subscriptions": {**request_url, "bot_events": sorted(Event)},
        "interactivity": {"is_enabled": True, **request_url, **options},
        "socket_mode_enabled": not address,
        "token_rotation_enabled": False,
    }


def _commands() -> list[dict[str, Any]]:
    return [
        {
            "command": "/tasks",
            "description": "See, start, stop and repeat account tasks",
            "usage_hint": f"[filters] | {' | '.join(verb for verb in command_words.VERBS if verb != 'list')}",
            "should_escape": True,  # people, user groups and channels arrive as ids
        },
        {
            "command": "/accounts",
            "description": "The accounts that tasks run on",
            "usage_hint": f"[group] | {' | '.join(verb for verb in words.VERBS if verb != 'list')}",
            "should_escape": True,
        },
        {
            "command": "/proxies",
            "description": "The proxies that accounts go out by",
            "usage_hint": " | ".join(verb for verb in proxy_words.VERBS if verb != "list"),
            "should_escape": True,
        },
    ]


_SHORTCUTS = (
    {
        "name": "New tasks",
        "type": "global",
        "callback_id": Shortcut.NEW_TASKS.value,
        "description": "Create tasks on accounts",
    },
    {
        "name": "Task details",
        "type": "message",
        "callback_id": Shortcut.TASK_DETAILS.value,
        "description": "Everything of the task this status note tells of",
    },
)
