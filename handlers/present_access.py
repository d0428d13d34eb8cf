"""Who may do what, in words. Pure."""

from collections.abc import Sequence

from handlers import texts
from models.authority import Action
from models.errors import Refused

_WORDS = {
    Action.ASK: "ask",
    Action.SEE: "see what Bellhop does",
    Action.CREATE: "create tasks",
    Action.CANCEL: "cancel tasks",
    Action.REPEAT: "re-execute tasks",
    Action.UNDO: "undo that",
    Action.HOLD: "hold accounts",
    Action.RELEASE: "release accounts",
    Action.EDIT_ACCOUNTS: "change accounts",
    Action.GRANT: "change who may do what",
    Action.AUDIT: "read the audit",
    Action.EXAMINE: "examine Bellhop",
}
_UNSURE = (
    "Slack could not be asked who you are just now, so nothing was changed. Please try again in a minute."
)
_MOST = 5  # groups and admins that are named


def refusal(error: Refused, admins: Sequence[str]) -> str:
    """Why not, and who can help."""
    if error.actor.unsure:
        return _UNSURE
    where = f" in {_named(error.groups)}" if error.groups else ""
    who = f"{_kind(error.actor.kind)}you may not {_WORDS[error.deed.action]}{where}."
    return f"{who[:1].upper()}{who[1:]} {_help(admins)}"


def subject(name: str) -> str:
    """A subject of grants as Slack shows it, without calling anybody."""
    if name.startswith("S"):
        return f"<!subteam^{name}>"
    return f"<@{name}>" if name.startswith(("U", "W")) else name


def _kind(kind: str) -> str:
    return f"As somebody {'who is a ' if kind == 'guest' else ''}{kind} " if kind else ""


def _help(admins: Sequence[str]) -> str:
    if not admins:
        return "Nobody can let you yet: whoever runs Bellhop names the first admins in `BELLHOP_ADMINS`."
    named = ", ".join(subject(one) for one in admins[:_MOST])
    return f"{named} can let you."


def _named(groups: Sequence[str]) -> str:
    named = ", ".join(f"*{texts.escape(texts.clip(one, 50))}*" for one in groups[:_MOST])
    more = len(groups) - _MOST
    return f"{named} and {more} more" if more > 0 else named
