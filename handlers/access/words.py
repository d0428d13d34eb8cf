"""Parses the words after ``/tasks access``: a subject, a role and an account group. Pure."""

import re
from dataclasses import dataclass

from handlers.words import filter_words
from models.domain.conditions import LONGEST_GROUP
from models.domain.errors import BadFilter
from models.domain.permissions import ALL_GROUPS, EVERYONE, Grant, Role
from models.domain.text import folded

NONE = "none"
_ROLES = {role.label: role for role in Role}
_MENTION = re.compile(r"<(?:@|!subteam\^)([A-Z0-9]{1,50})(?:\|[^>]*?)?>")
_HOW = (
    "Write `/tasks access @ben operator emea`, `/tasks access @ops viewer` or `/tasks access everyone none`."
)


@dataclass(frozen=True, kw_only=True)
class GrantChange:
    """Grant a role, or revoke (``role`` is None): in one account group, or in all (``group`` is empty)."""

    subject: str
    role: Role | None
    group: str

    @property
    def grant(self) -> Grant | None:
        if self.role is None:
            return None
        return Grant(subject=self.subject, role=self.role, group=self.group or ALL_GROUPS)


def parse(typed: list[str]) -> GrantChange:
    """The parsed change; raise BadFilter with a helpful sentence."""
    if len(typed) < 2:  # noqa: PLR2004 - who, and what
        raise BadFilter(_HOW)
    subject, role = _subject(typed[0]), filter_words.one_of(typed[1], [*_ROLES, NONE], "role")
    named = filter_words.unquoted(" ".join(typed[2:])).removeprefix("group:").strip()
    group = filter_words.short("group", named, LONGEST_GROUP)
    if folded(group) == ALL_GROUPS:
        raise BadFilter("For all groups, leave the group out: `/tasks access @ben operator`.")
    if group and role not in {Role.OPERATOR.label, NONE}:
        raise BadFilter(
            f"A {role} is that for all groups: write `/tasks access` without *{filter_words.shown(group)}*."
        )
    return GrantChange(subject=subject, role=_ROLES.get(role), group=group)


def _subject(word: str) -> str:
    if word.lower() == EVERYONE:
        return EVERYONE
    if mention := _MENTION.fullmatch(word):
        return mention[1]
    raise BadFilter(
        f"`{filter_words.shown(word)}` is not a person or a user group: pick one with `@`. {_HOW}"
    )
