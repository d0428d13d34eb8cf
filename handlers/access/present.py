"""The texts about permissions and grants. Pure."""

from collections.abc import Sequence

from handlers.access.views import AccessView, GrantView
from handlers.slack import texts
from handlers.slack.paging import cut
from models.domain.conversations import is_person
from models.domain.errors import Refused
from models.domain.permissions import ALL_GROUPS, Action, Authority, Grant, Role

_WORDS = {
    Action.ASK: "ask",
    Action.SEE: "see what Bellhop does",
    Action.EXPORT: "see what Bellhop does",  # whoever may see may export
    Action.SHARE_VIEW: "change the views of a channel",
    Action.SAVE_OVER: "save over or delete a view of somebody with a higher role",
    Action.CREATE: "create tasks",
    Action.SCHEDULE: "create or change schedules",
    Action.SCHEDULE_ONCE: "schedule tasks that create something",
    Action.CANCEL: "cancel tasks",
    Action.REPEAT: "re-execute tasks",
    Action.UNDO: "undo that",
    Action.APPROVE: "approve or reject that",
    Action.HOLD: "hold accounts",
    Action.RELEASE: "release accounts",
    Action.HAND_OVER: "end a hold",
    Action.PAUSE: "pause or resume tasks",
    Action.ORDER: "change the order of tasks",
    Action.PAUSE_ALL: "pause or resume tasks of every group",
    Action.ANSWER_ALERTS: "answer alerts",
    Action.TEST_PROXIES: "test proxies",
    Action.EDIT_ACCOUNTS: "change accounts",
    Action.EDIT_ALERTS: "change alerts",
    Action.GRANT: "change who may do what",
    Action.AUDIT: "read the audit",
    Action.EXAMINE: "examine Bellhop",
}
_UNSURE = "Slack did not say who you are, so nothing was {done}. Please try again in a minute."
CLOSED_GROUP = "Slack does not say who is in that user group: the app needs the scope `usergroups:read`, or the group is gone."
_MOST, _MOST_OWN = 5, 40  # groups and admins that are named in a sentence; of the reader's own groups
_LONGEST_OWN = 2500  # characters of the latter: a section has 3000
_HOW = "Give with `/tasks access @ben operator emea`; roles are viewer, operator, admin and none."


def refusal(error: Refused, admins: Sequence[str]) -> str:
    """Why it was refused, and who can grant it."""
    if error.actor.unsure:
        return _UNSURE.format(done="exported" if error.deed.action is Action.EXPORT else "changed")
    where = f" in {_named(error.groups)}" if error.groups else ""
    if ALL_GROUPS in error.groups:
        where = " outside your groups"
    who = f"{_kind(error.actor.kind)}you may not {_WORDS[error.deed.action]}{where}."
    return f"{who[:1].upper()}{who[1:]} {_help(admins)}"


def subject(name: str) -> str:
    """A subject of grants as Slack markup, without notifying a user group's members."""
    if name.startswith("S"):
        return f"<!subteam^{name}>"
    return f"<@{name}>" if is_person(name) else name


def _kind(kind: str) -> str:
    return f"As somebody {'who is a ' if kind == 'guest' else ''}{kind} " if kind else ""


def _help(admins: Sequence[str]) -> str:
    if not admins:
        return "Nobody can give you access yet: the person who runs Bellhop names the first admins in `BELLHOP_ADMINS`."
    named = ", ".join(subject(admin) for admin in admins[:_MOST])
    return f"{named} can let you."


def _named(groups: Sequence[str], most: int = _MOST) -> str:
    named = ", ".join(f"*{texts.escape(texts.clip(group, 50))}*" for group in groups[:most])
    more = len(groups) - most
    return f"{named} and {more} more" if more > 0 else named


def overview(
    may: Authority,
    grants: Sequence[Grant],
    *,
    page: int,
    admins: Sequence[str],
    first: Sequence[str],
    kind: str = "",
) -> AccessView:
    """What the reader may do, and a page of all grants if they may change them."""
    own = _own(may, kind)
    if not may.may(Action.GRANT):
        return AccessView(own=f"{own} {_help(admins)}", grants=(), more="")
    visible, paged = cut(grants, page)
    views = [GrantView(words=_line(grant), value=f"{grant.subject};{grant.group}") for grant in visible]
    named = ", ".join(subject(admin) for admin in first) or "nobody"
    more = [paged.words, f"First admins, by the settings: {named}.", _HOW]
    return AccessView(own=own, grants=tuple(views), more=" ".join(filter(None, more)), paged=paged)


def audit_text(grant: Grant) -> str:
    """A grant as the audit keeps it: without Slack's markup."""
    return (
        f"{grant.subject}: {grant.role.label} in {'all groups' if grant.group == ALL_GROUPS else grant.group}"
    )


def given(grant: Grant) -> str:
    """The receipt of a grant."""
    return f"Done: {_line(grant)}."


def revoked(name: str, count: int) -> str:
    """The receipt of a revocation of ``count`` grants."""
    return (
        f"Done: {subject(name)} has {texts.count(count, 'grant')} less."
        if count
        else f"{subject(name)} had no such grant."
    )


def no_group(group: str, known: Sequence[str]) -> str:
    """The refusal of a grant for an account group that does not exist."""
    named = ", ".join(f"*{texts.escape(texts.clip(name, 50))}*" for name in known[:10]) or "none yet"
    return f"There is no group *{texts.escape(texts.clip(group, 50))}* of accounts. The groups: {named}."


def _own(may: Authority, kind: str) -> str:
    if may.role is None:
        return f"{_kind(kind)}you may do nothing here yet.".capitalize()
    if may.role is not Role.OPERATOR:
        return f"You are *{may.role.label}*."
    groups = "all groups" if ALL_GROUPS in may.groups else _as_many_as_fit(sorted(may.groups))
    return f"You are *operator* in {groups}."


def _as_many_as_fit(groups: Sequence[str]) -> str:
    """Escaped, a name may be five times as long as it reads."""
    named = (_named(groups, most) for most in (_MOST_OWN, _MOST_OWN // 4))
    return next((text for text in named if len(text) <= _LONGEST_OWN), _named(groups))


def _line(grant: Grant) -> str:
    groups = "all groups" if grant.group == ALL_GROUPS else f"*{texts.escape(texts.clip(grant.group, 50))}*"
    where = f" in {groups}" if grant.role is Role.OPERATOR else ""
    return f"{subject(grant.subject)} is {grant.role.label}{where}"
