"""Where a conversation begins: slash commands, events, shortcuts. Pure."""

from handlers.slack.ids.identifier import Identifier
from models.domain.permissions import Action


class Slash(Identifier):
    """The slash commands. Each of their verbs has needs of its own: ``words.command_words``, ``accounts.words``, ``proxies.words``."""

    TASKS = "/tasks", Action.ASK
    ACCOUNTS = "/accounts", Action.ASK
    PROXIES = "/proxies", Action.ASK


class Event(Identifier):
    """The types of Slack's events."""

    HOME_OPENED = "app_home_opened", Action.SEE


class Shortcut(Identifier):
    """``callback_id`` of the app's shortcuts, as the manifest names them."""

    NEW_TASKS = "new_tasks", Action.CREATE
    TASK_DETAILS = "task_details", Action.SEE
