"""Who may do what: roles, actions, and the one function that decides. Pure, and no by default."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

EVERYONE = "everyone"
"""A subject of grants: every full member of the workspace."""
ALL_GROUPS = "*"
"""In a grant: every group of accounts, those of tomorrow too."""


class Role(IntEnum):
    """Each may do what the one before may."""

    VIEWER = 1
    OPERATOR = 2
    ADMIN = 3

    @property
    def label(self) -> str:
        return self.name.lower()


class Action(StrEnum):
    """What somebody wants to do. The value is stored in the audit, and read there."""

    ASK = "ask"  # for help, and what one may do
    SEE = "see"
    EXPORT = "export"
    SHARE_VIEW = "share a view"  # save one for a channel, or delete one's own of it
    SAVE_OVER = "save over a view"  # that somebody else saved for a channel, or delete it
    CREATE = "create"
    SCHEDULE = "schedule"  # have tasks created again and again; change, pause or delete a schedule
    SCHEDULE_ONCE = "schedule once-only tasks"  # those that create something that a repeat would create again
    CANCEL = "cancel"
    REPEAT = "re-execute"
    UNDO = "undo"  # of an operation or a batch, whoever asked for it: in all groups of its tasks
    APPROVE = "approve"  # what somebody else asked for
    HOLD = "hold"
    RELEASE = "release"
    HAND_OVER = "end a hold"  # by a check, with what the account needs for it; or pass it on
    PAUSE = "pause"  # tasks of a group or an account, and resume them
    ORDER = "order"  # what of the waiting begins first
    PAUSE_ALL = "pause all"  # tasks of every group
    ANSWER_ALERTS = "answer alerts"
    TEST_PROXIES = "test proxies"
    EDIT_ACCOUNTS = "edit accounts"
    EDIT_ALERTS = "edit alerts"
    GRANT = "change access"
    AUDIT = "read the audit"
    EXAMINE = "examine"


NEEDED: dict[Action, Role | None] = {
    Action.ASK: None,
    Action.SEE: Role.VIEWER,
    Action.EXPORT: Role.VIEWER,
    Action.SHARE_VIEW: Role.VIEWER,
    Action.SAVE_OVER: Role.VIEWER,  # and the role of who saved it: see models.messages.saved_views
    Action.CREATE: Role.OPERATOR,
    Action.SCHEDULE: Role.OPERATOR,
    Action.SCHEDULE_ONCE: Role.ADMIN,
    Action.CANCEL: Role.OPERATOR,
    Action.REPEAT: Role.OPERATOR,
    Action.UNDO: Role.OPERATOR,
    Action.APPROVE: Role.OPERATOR,
    Action.HOLD: Role.OPERATOR,
    Action.RELEASE: Role.OPERATOR,
    Action.HAND_OVER: Role.VIEWER,  # of an account one is responsible for; else as release: see handlers.accounts.hand_over
    Action.PAUSE: Role.OPERATOR,
    Action.ORDER: Role.OPERATOR,
    Action.PAUSE_ALL: Role.ADMIN,
    Action.ANSWER_ALERTS: Role.OPERATOR,
    Action.TEST_PROXIES: Role.OPERATOR,
    Action.EDIT_ACCOUNTS: Role.ADMIN,
    Action.EDIT_ALERTS: Role.ADMIN,
    Action.GRANT: Role.ADMIN,
    Action.AUDIT: Role.ADMIN,
    Action.EXAMINE: Role.ADMIN,
}
"""The least role of each action. Operators may act in the groups granted to them; the others are not by group."""
_UNSURE = frozenset({Action.ASK, Action.SEE})
"""What somebody may do whom Slack could not be asked about: nothing that changes something, or leaves as a file."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person, as Slack knows them just now. ``subjects`` is what a grant may call them: nothing for who may nothing."""

    user: str
    subjects: tuple[str, ...]
    is_first_admin: bool = False  # named in the settings
    unsure: bool = False  # Slack could not be asked: they may see, and neither change nor export anything
    is_partial: bool = False  # Slack did not say who is in a user group that grants name: a no is not certain
    kind: str = ""  # what is special about them, for people: guest, deactivated, …
    place: str = ""  # where they asked: for the audit


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What one subject may, in one group of accounts or in all."""

    subject: str
    role: Role
    group: str = ALL_GROUPS


@dataclass(frozen=True, kw_only=True)
class Authority:
    """What one person may do, all grants taken together."""

    role: Role | None
    groups: frozenset[str] = frozenset()  # in which they may act, ALL_GROUPS for any
    unsure: bool = False

    def may(self, action: Action, group: str | None = None) -> bool:
        """Whether they may do it: in this group, or, without one, in any at all."""
        needed = NEEDED[action]
        if needed is None:
            return True
        if self.role is None or self.role < needed or (self.unsure and action not in _UNSURE):
            return False
        if needed is not Role.OPERATOR or self.role is Role.ADMIN or group is None:
            return True
        return bool({group, ALL_GROUPS} & self.groups)


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What somebody is about to do: to what, in which groups of accounts."""

    action: Action
    about: str
    groups: tuple[str, ...] = ()
    command: str = ""  # by which command, click or form; refusals of one fold
    batch: int | None = None  # the batch or operation it is about


NOBODY = Authority(role=None)


def authority(actor: Actor, grants: Iterable[Grant]) -> Authority:
    """All that these grants give to this person."""
    own = [grant for grant in grants if grant.subject in actor.subjects]
    roles = [grant.role for grant in own] + ([Role.ADMIN] if actor.is_first_admin else [])
    acting = frozenset(grant.group for grant in own if grant.role is Role.OPERATOR)
    return Authority(role=max(roles, default=None), groups=acting, unsure=actor.unsure)


def authorize(authority: Authority, action: Action, groups: Iterable[str] = ()) -> list[str] | None:
    """None: it may be done. Else the groups in which it may not; an empty list where it may not be done at all."""
    if not authority.may(action):
        return []
    return sorted({group for group in groups if not authority.may(action, group)}) or None
