"""Every id that Slack sends back, each with the permission it needs; spelled only here. Pure."""

from handlers.slack.ids.clicks import Do, Entry
from handlers.slack.ids.entry_points import Event, Shortcut, Slash
from handlers.slack.ids.forms import Form
from handlers.slack.ids.identifier import Identifier

__all__ = ["Do", "Entry", "Event", "Form", "Identifier", "Shortcut", "Slash"]
